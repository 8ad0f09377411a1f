use memscope::{MemCx, scoped};
use std::convert::Infallible;

#[scoped]
fn serve(outer: MemCx<'_>, never: Infallible) -> u32 {
    let _both = [outer, cx];
    match never {}
}

fn main() {
    let _ = serve;
}
