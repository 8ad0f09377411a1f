use memscope::{Keepable, scope};
use std::rc::Rc;

#[derive(Keepable)]
struct Shared<'mcx>(Rc<&'mcx str>);

fn main() {
    scope!(cx);
    let shared = cx.transaction::<Shared<'static>, ()>(|tx, _| Ok(Shared(Rc::new(tx.alloc_str("text")))));
    println!("{}", shared.unwrap().0);
}
