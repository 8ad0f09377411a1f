use memscope::{Carried, Keepable, scope};

#[derive(Keepable, Carried)]
struct Later<'mcx>(Box<dyn Fn(u32) -> &'mcx u32 + 'mcx>);

fn main() {
    scope!(cx);
    let later = cx.transaction::<Later<'static>, ()>(|tx, _| Ok(Later(Box::new(move |n| tx.alloc(n)))));
    println!("{}", later.unwrap().0(1));
}
