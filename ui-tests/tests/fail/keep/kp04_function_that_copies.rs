use memscope::{MemCx, scoped};

#[scoped(_tmp in cx)]
#[keep(with = return, copy)]
fn number<'mcx>(cx: MemCx<'mcx>) -> &'mcx u32 {
    *cx.alloc(7)
}

fn main() {
    let _ = number;
}
