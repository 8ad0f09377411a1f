use memscope::{MemCx, scope, scoped};

#[scoped(tx in cx, key = k, try)]
fn run(cx: MemCx<'_>) -> Option<u8> {
    println!("{tx:?} {k:?}");
    None
}

fn main() {
    scope!(cx);
    run(cx);
}
