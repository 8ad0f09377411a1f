use memscope::{MemCx, scoped};

#[scoped(_tmp in cx)]
#[keep(with = return)]
fn text<'mcx>(cx: MemCx<'mcx>) -> &'mcx str {
    cx.alloc_str("text")
}

fn main() {
    let _ = text;
}
