#![allow(unreachable_code)]

use memscope::{MemCx, scope};
use std::convert::Infallible;

fn link<'m>(_: MemCx<'m>, _: MemCx<'m>) -> Infallible {
    panic!()
}

fn main() {
    scope!(a);
    scope!(b);
    match link(a, b) {}
}
