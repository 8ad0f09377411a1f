use memscope::scope;
use std::fmt::Display;

fn main() {
    scope!(cx);
    let shown = cx.transaction::<&'static dyn Display, ()>(|tx, _| Ok(tx.alloc(7)));
    println!("{}", shown.unwrap());
}
