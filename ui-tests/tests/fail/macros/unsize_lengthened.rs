use memscope::{MemBox, unsize};
use std::fmt::Display;

fn lengthened<'mcx>(shown: MemBox<'mcx, dyn Display + 'mcx>) -> MemBox<'mcx, dyn Display> {
    unsize!(shown => dyn Display + 'static)
}

fn main() {
    let _ = lengthened;
}
