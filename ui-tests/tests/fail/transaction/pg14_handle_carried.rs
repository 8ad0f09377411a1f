use memscope::{Carried, Keepable, MemCx, scope};

#[derive(Keepable, Carried)]
struct Builder<'mcx> {
    cx: MemCx<'mcx>,
    name: &'mcx str,
}

fn main() {
    scope!(cx);
    let builder = cx.transaction::<Builder<'static>, ()>(|tx, _| Ok(Builder { cx: tx, name: tx.alloc_str("a") }));
    println!("{}", builder.unwrap().name);
}
