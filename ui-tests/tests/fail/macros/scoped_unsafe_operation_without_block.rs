#![deny(unsafe_op_in_unsafe_fn)]

use memscope::scoped;

#[scoped]
unsafe fn read(n: *const u32) -> u32 {
    *cx.alloc(*n)
}

fn main() {
    unsafe { read(&7) };
}
