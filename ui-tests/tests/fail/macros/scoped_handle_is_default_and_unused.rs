#![deny(unused_variables)]

use memscope::scoped;

#[scoped]
fn number() -> u32 {
    7
}

fn main() {
    number();
}
