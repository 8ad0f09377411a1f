use memscope::{MemCx, scoped};

#[scoped(tx in cx, try)]
fn filled(cx: MemCx<'_>) {
    tx.alloc(7);
}

fn main() {
    memscope::scope!(cx);
    filled(cx);
}
