use memscope::{scope, unsize};
use std::fmt::Display;

fn main() {
    scope!(cx);
    let shown = unsize!(cx.boxed(7) => dyn Display);
    drop(unsize!(shown => dyn Display + Send));
}
