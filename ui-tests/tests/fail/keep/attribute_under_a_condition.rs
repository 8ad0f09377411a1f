use memscope::{MemCx, scoped};

#[scoped(tmp in cx)]
fn number<'mcx>(cx: MemCx<'mcx>) -> &'mcx u32 {
    #[cfg_attr(debug_assertions, keep(with = cx))]
    let number = *tmp.alloc(7);
    number
}

fn main() {}
