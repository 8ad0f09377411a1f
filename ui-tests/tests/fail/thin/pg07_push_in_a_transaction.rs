use memscope::{MemCx, ThinVec};

fn push(v: &mut ThinVec<'static, u8>, cx: MemCx<'static>) {
    let _ = cx.transaction::<&u8, ()>(|tx, _| {
        v.push(tx, 2);
        Ok(&1)
    });
}

fn main() {
    let _ = push;
}
