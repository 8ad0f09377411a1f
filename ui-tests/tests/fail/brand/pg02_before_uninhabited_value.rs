#![allow(unreachable_code)]

use memscope::{MemCx, scope};
use std::convert::Infallible;

fn link<'m>(_: MemCx<'m>, _: MemCx<'m>) {}

fn never() -> Infallible {
    panic!()
}

fn main() {
    scope!(a);
    scope!(b);
    link(a, b);
    never();
}
