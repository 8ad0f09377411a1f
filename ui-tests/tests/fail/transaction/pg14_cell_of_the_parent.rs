use memscope::scope;
use std::cell::Cell;

fn main() {
    scope!(cx);
    let last = cx.alloc(Cell::new(""));
    let _ = cx.transaction::<&'static u32, ()>(|tx, _| {
        last.set(tx.alloc_str("gone"));
        Err(())
    });
    println!("{}", last.get());
}
