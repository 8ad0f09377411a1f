use memscope::{MemCx, scope};

fn link<'m>(_: MemCx<'m>, _: MemCx<'m>) {}

fn main() {
    scope!(cx);
    scope!(tmp, limit = 1024);
    link(cx, tmp);
}
