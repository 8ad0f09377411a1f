#![allow(unused_assignments)]

use memscope::scope;
use memscope::source::Source;

fn buffer(_: &mut [u8; 4096]) -> &dyn Source {
    unimplemented!()
}

fn on() -> ! {
    let mut bytes = [0; 4096];
    scope!(cx, from = buffer(&mut bytes));
    let value = cx.alloc(7);
    bytes = [1; 4096];
    loop {
        *value = 8;
    }
}

fn main() {}
