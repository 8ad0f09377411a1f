use memscope::{MemCx, scoped};

#[scoped(<'tx> tx in cx, try)]
fn copied(cx: MemCx<'_>, text: &str) -> Option<&'tx str> {
    Some(tx.alloc_str(text))
}

fn main() {
    memscope::scope!(cx);
    println!("{:?}", copied(cx, "text"));
}
