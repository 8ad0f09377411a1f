use memscope::{MemCx, scoped};

#[keep(with = return)]
#[scoped(_tmp in cx)]
fn one<'mcx>(cx: MemCx<'mcx>) -> &'mcx u32 {
    *cx.alloc(1)
}

fn main() {
    let _ = one;
}
