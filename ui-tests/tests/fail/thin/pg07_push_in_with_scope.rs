use memscope::{MemCx, ThinVec, with_scope_in};

fn push(v: &mut ThinVec<'static, u8>, cx: MemCx<'static>) {
    with_scope_in(cx, |tmp| v.push(tmp, 2));
}

fn main() {
    let _ = push;
}
