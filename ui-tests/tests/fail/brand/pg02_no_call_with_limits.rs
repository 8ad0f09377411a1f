use memscope::scope;
use std::convert::Infallible;

fn run(never: Infallible) {
    scope!(a, limit = 64);
    scope!(b in a, limit = 64);
    let _both = [a, b];
    match never {}
}

fn main() {
    let _ = run;
}
