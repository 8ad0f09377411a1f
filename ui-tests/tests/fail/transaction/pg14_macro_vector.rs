use memscope::{MemCx, MemVec, scoped};

#[scoped(tx in cx, try)]
fn bytes<'mcx>(cx: MemCx<'mcx>, text: &str) -> Option<MemVec<'mcx, u8>> {
    let mut bytes = tx.vec();
    bytes.extend(text.bytes());
    Some(bytes)
}

fn main() {
    memscope::scope!(cx);
    println!("{}", bytes(cx, "text").is_some());
}
