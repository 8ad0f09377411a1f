use memscope::{ffi, scope};

fn main() {
    scope!(cx);
    ffi::malloc(ffi::context(cx), 100);
}
