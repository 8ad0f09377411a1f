use memscope::{MemCx, scope};
use std::convert::Infallible;

fn link<'m>(_: MemCx<'m>, _: MemCx<'m>) {}

fn run(never: Infallible) {
    scope!(a);
    scope!(b);
    link(a, b);
    match never {}
}

fn main() {
    let _ = run;
}
