use memscope::{MemCx, scoped};

#[scoped(tx, try)]
fn upper<'mcx>(cx: MemCx<'mcx>, text: &str) -> Option<&'mcx str> {
    text.is_ascii().then(|| &*tx.alloc_str(cx.name()))
}

fn main() {
    memscope::scope!(cx);
    println!("{:?}", upper(cx, "text"));
}
