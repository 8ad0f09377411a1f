use memscope::scope;
use std::cell::Cell;

fn main() {
    let slot: Cell<Option<&u8>> = Cell::new(None);
    {
        scope!(cx);
        slot.set(Some(cx.alloc(1)));
    }
    println!("{:?}", slot.get());
}
