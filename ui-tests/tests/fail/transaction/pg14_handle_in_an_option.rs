use memscope::{Carried, Keepable, MemCx, scope};

#[derive(Keepable, Carried)]
struct Perhaps<'mcx>(Option<(u32, Option<MemCx<'mcx>>)>);

fn main() {
    scope!(cx);
    let none = cx.transaction::<Perhaps<'static>, ()>(|_, _| Ok(Perhaps(None)));
    println!("{}", none.unwrap().0.is_none());
}
