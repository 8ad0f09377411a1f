use memscope::scope;
use std::convert::Infallible;

fn run(never: Infallible) {
    scope!(a);
    loop {
        scope!(b);
        let _both = [a, b];
        match never {}
    }
}

fn main() {
    let _ = run;
}
