use memscope::{MemBox, scope, unsize};
use std::fmt::Display;

fn shown<'a>() -> MemBox<'a, dyn Display> {
    scope!(cx);
    let number = cx.boxed(7);
    unsize!(number => dyn Display)
}

fn main() {
    drop(shown());
}
