use memscope::scope;
use std::convert::Infallible;

fn run(never: Infallible) {
    drop(async move {
        scope!(a);
        scope!(b);
        let _both = [a, b];
        match never {}
    });
}

fn main() {
    let _ = run;
}
