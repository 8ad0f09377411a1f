use memscope::{Kept, MemVec};

fn main() {
    let one: Kept<MemVec<'static, u8>> = Kept::new(|cx| cx.vec());
    let two: Kept<MemVec<'static, u8>> = Kept::new(|cx| cx.vec());
    let _ = one == two;
}
