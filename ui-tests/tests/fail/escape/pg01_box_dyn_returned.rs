use memscope::{MemBox, scope};
use std::fmt::Display;

fn shown<'a>() -> MemBox<'a, dyn Display> {
    scope!(cx);
    let number = cx.boxed(7);
    number.unsize(|v| v as &mut dyn Display)
}

fn main() {
    drop(shown());
}
