use memscope::scope;
use std::fmt::Display;

fn main() {
    scope!(a);
    scope!(b);
    let shown = a.boxed(7).unsize(|v| v as &mut dyn Display);
    b.free(shown);
}
