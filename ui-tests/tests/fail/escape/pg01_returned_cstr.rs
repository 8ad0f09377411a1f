use memscope::scope;
use std::ffi::CStr;

fn path<'a>() -> &'a CStr {
    scope!(cx);
    cx.alloc_cstr(c"/dev/null")
}

fn main() {
    path();
}
