use memscope::{scope, unsize};
use std::fmt::Display;

fn main() {
    scope!(a);
    scope!(b);
    let shown = unsize!(a.boxed(7) => dyn Display);
    b.free(shown);
}
