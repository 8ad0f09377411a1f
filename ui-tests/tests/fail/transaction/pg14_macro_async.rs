use memscope::{MemCx, scoped};

#[scoped(tx in cx, try)]
async fn upper<'mcx>(cx: MemCx<'mcx>, text: &str) -> Option<&'mcx str> {
    std::future::ready(text.is_ascii()).await.then(|| &*tx.alloc_str(text))
}

fn main() {
    memscope::scope!(cx);
    drop(upper(cx, "text"));
}
