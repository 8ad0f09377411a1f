use memscope::{Kept, MemVec};

fn main() {
    let kept: Kept<MemVec<'static, u8>> = Kept::new(|cx| cx.vec());
    println!("{}", kept.get().len());
}
