use memscope::scope;
use std::cell::Cell;

thread_local! {
    static NAME: Cell<&'static str> = const { Cell::new("") };
}

fn set_name(name: &'static str) {
    NAME.set(name);
}

fn main() {
    scope!(cx);
    set_name(cx.alloc_str("a name"));
}
