use memscope::{MemCx, scope, scoped};

fn link<'m>(_: MemCx<'m>, _: MemCx<'m>) {}

#[scoped(tmp)]
fn fill<'mcx>(cx: MemCx<'mcx>) {
    link(cx, tmp);
}

fn main() {
    scope!(cx);
    fill(cx);
}
