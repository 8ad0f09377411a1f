use memscope::scope;
use std::convert::Infallible;

async fn serve(never: Infallible) {
    scope!(a);
    scope!(b);
    let _both = [a, b];
    match never {}
}

fn main() {
    let _ = serve;
}
