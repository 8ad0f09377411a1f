use memscope::{MemCx, scope};
use std::cell::Cell;

thread_local! {
    static CURRENT: Cell<Option<MemCx<'static>>> = const { Cell::new(None) };
}

fn set_current(cx: MemCx<'static>) {
    CURRENT.set(Some(cx));
}

fn main() {
    scope!(cx);
    set_current(cx);
}
