use memscope::ffi::{CSource, Vtable};
use memscope::scope;
use std::ptr;

fn main() {
    let vtable = Vtable { data: ptr::null_mut(), allocate: None, reallocate: None, deallocate: None };
    scope!(cx, from = CSource::new(vtable));
    cx.alloc(1);
}
