use memscope::scope;
use std::sync::OnceLock;

static CONFIG: OnceLock<&[u8]> = OnceLock::new();

fn main() {
    scope!(cx);
    let _ = CONFIG.set(cx.alloc_slice_copy(b"config"));
}
