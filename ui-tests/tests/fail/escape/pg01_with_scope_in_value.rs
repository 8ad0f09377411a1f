use memscope::{MemCx, with_scope_in};

fn number(cx: MemCx<'_>) -> u32 {
    *with_scope_in(cx, |tmp| tmp.alloc(7))
}

fn main() {
    let _ = number;
}
