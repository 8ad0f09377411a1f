use memscope::{MemCx, ThinVec};

fn push<'a, 'b: 'a>(v: &mut ThinVec<'a, u8>, cx: MemCx<'b>) {
    v.push(cx, 1);
}

fn main() {
    let _ = push;
}
