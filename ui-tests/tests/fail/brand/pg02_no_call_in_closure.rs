use memscope::scope;
use std::convert::Infallible;

fn main() {
    let _serve = |never: Infallible| -> u32 {
        scope!(a);
        scope!(b);
        let _both = [a, b];
        match never {}
    };
}
