use memscope::{MemCx, MemVec, scoped};

#[scoped(_tmp in cx)]
#[keep(with = return)]
fn numbers<'mcx>(cx: MemCx<'mcx>) -> MemVec<'mcx, &'mcx u32> {
    cx.vec()
}

fn main() {
    let _ = numbers;
}
