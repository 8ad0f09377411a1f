use memscope::{MemCx, scoped};

#[scoped(_tmp in cx)]
fn sum(cx: MemCx<'_>) -> u32 {
    #[keep(with = return)]
    let one = 1;
    *one + *cx.alloc(2)
}

fn main() {
    let _ = sum;
}
