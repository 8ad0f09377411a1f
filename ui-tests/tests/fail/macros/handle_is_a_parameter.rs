use memscope::{MemCx, scoped};

#[scoped]
fn fill(cx: MemCx<'_>) {
    cx.alloc(7);
}

fn main() {
    let _ = fill;
}
