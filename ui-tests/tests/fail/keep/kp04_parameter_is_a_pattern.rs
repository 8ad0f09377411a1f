use memscope::{MemCx, scoped};

#[scoped(_tmp in cx)]
fn first<'mcx>(cx: MemCx<'mcx>, #[keep(with = return)] (one, _): (u32, u32)) -> &'mcx u32 {
    cx.alloc(one)
}

fn main() {
    let _ = first;
}
