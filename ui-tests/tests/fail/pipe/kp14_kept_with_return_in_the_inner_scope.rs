use memscope::{MemCx, pipe, scoped};

#[scoped(tmp in cx)]
fn number<'mcx>(cx: MemCx<'mcx>) -> &'mcx u32 {
    pipe!(*cx.alloc(7) | keep _ with (tmp, return) | &_)
}

fn main() {}
