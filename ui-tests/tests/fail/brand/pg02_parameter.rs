use memscope::{MemCx, scope};

fn link<'m>(_: MemCx<'m>, _: MemCx<'m>) {}

fn fill(cx: MemCx<'_>) {
    scope!(tmp);
    link(cx, tmp);
}

fn main() {
    scope!(cx);
    fill(cx);
}
