use memscope::{scope, unsize};
use std::fmt::Display;

fn main() {
    scope!(cx);
    let number = cx.alloc(7);
    drop(unsize!(number => dyn Display));
}
