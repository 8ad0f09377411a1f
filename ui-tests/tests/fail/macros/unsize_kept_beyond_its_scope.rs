use memscope::{MemBox, scope, unsize};
use std::fmt::Display;

fn main() {
    let shown: MemBox<'_, dyn Display>;
    {
        scope!(cx);
        shown = unsize!(cx.boxed(7) => dyn Display);
    }
    println!("{shown}");
}
