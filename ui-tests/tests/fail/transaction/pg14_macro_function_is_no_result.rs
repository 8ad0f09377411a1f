use memscope::{MemCx, scoped};

#[scoped(tx in cx, try)]
fn copied<'mcx>(cx: MemCx<'mcx>, text: &str) -> &'mcx str {
    tx.alloc_str(text)
}

fn main() {
    memscope::scope!(cx);
    println!("{}", copied(cx, "text"));
}
