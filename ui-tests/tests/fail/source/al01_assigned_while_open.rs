#![allow(unused_assignments)]

use memscope::scope;
use memscope::source::Source;

fn on<S: Source + Copy>(mut source: S, other: S) -> ! {
    scope!(cx, from = &source);
    let value = cx.alloc(7);
    source = other;
    loop {
        *value = 8;
    }
}

fn main() {}
