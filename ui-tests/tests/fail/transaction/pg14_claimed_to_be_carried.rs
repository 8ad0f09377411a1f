use memscope::{Carried, Keepable, MemCx, scope};

trait Handle<'mcx> {
    fn cx(&self) -> MemCx<'mcx>;
}

impl<'mcx> Handle<'mcx> for MemCx<'mcx> {
    fn cx(&self) -> MemCx<'mcx> {
        *self
    }
}

#[derive(Keepable)]
struct Smuggler<'mcx>(&'mcx dyn Handle<'mcx>);

impl Carried for Smuggler<'_> {}

fn main() {
    scope!(cx);
    let smuggler = cx.transaction::<Smuggler<'static>, ()>(|tx, _| Ok(Smuggler(tx.alloc(tx))));
    println!("{}", smuggler.unwrap().0.cx().alloc(1));
}
