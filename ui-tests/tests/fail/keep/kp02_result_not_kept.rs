use memscope::{MemCx, scope, scoped};

#[scoped(tmp in cx)]
fn number<'mcx>(cx: MemCx<'mcx>) -> &'mcx u32 {
    tmp.alloc(7)
}

fn main() {
    scope!(cx);
    number(cx);
}
