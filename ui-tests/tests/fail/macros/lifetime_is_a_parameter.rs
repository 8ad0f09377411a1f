use memscope::{MemCx, scope, scoped};

#[scoped(<'mcx> tmp in cx)]
fn fill<'mcx>(cx: MemCx<'mcx>) -> &'mcx u32 {
    let number: &u32 = tmp.alloc(7);
    cx.alloc(*number)
}

fn main() {
    scope!(cx);
    fill(cx);
}
