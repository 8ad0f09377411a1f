use memscope::{Carried, Family, Keepable, MemCx};

trait Allocates {
    fn name(&self) -> &str;
}

impl Allocates for MemCx<'_> {
    fn name(&self) -> &str {
        MemCx::name(*self)
    }
}

struct Hidden<'mcx>(&'mcx dyn Allocates);

impl Family for Hidden<'_> {
    type Rest = ();
}

impl<'m> Keepable<'m> for Hidden<'_> {
    type At = Hidden<'m>;
}

impl Carried for Hidden<'_> {}

fn main() {
    memscope::scope!(cx);
    let hidden = cx.transaction::<Hidden<'static>, ()>(|tx, _| Ok(Hidden(tx.alloc(tx))));
    println!("{}", hidden.is_ok_and(|hidden| hidden.0.name().is_empty()));
}
