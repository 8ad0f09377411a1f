use memscope::{scope, unsize};
use std::fmt::Display;

struct Opaque;

fn main() {
    scope!(cx);
    let opaque = cx.boxed(Opaque);
    drop(unsize!(opaque => dyn Display));
}
