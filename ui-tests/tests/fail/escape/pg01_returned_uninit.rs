use memscope::scope;
use std::mem::MaybeUninit;

fn buffer<'a>() -> &'a mut [MaybeUninit<u8>] {
    scope!(cx);
    cx.alloc_uninit_slice(64)
}

fn main() {
    buffer();
}
