#![deny(unused_variables)]

use memscope::scoped;

#[scoped]
fn number() -> u32 {
    #[keep(with = cx)]
    let seven = 7;
    *cx.alloc(8)
}

fn main() {
    number();
}
