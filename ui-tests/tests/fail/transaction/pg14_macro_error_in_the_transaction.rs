use memscope::{MemCx, scoped};

#[scoped(tx in cx, try)]
fn word<'mcx>(cx: MemCx<'mcx>, text: &str) -> Result<&'mcx str, &'mcx str> {
    let text: &str = tx.alloc_str(text);
    if text.contains(' ') { Err(text) } else { Ok(text) }
}

fn main() {
    memscope::scope!(cx);
    println!("{:?}", word(cx, "a b"));
}
