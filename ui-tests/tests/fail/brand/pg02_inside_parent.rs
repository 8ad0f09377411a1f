use memscope::{MemCx, scope};

fn link<'m>(_: MemCx<'m>, _: MemCx<'m>) {}

fn main() {
    scope!(cx);
    scope!(tmp in cx);
    link(cx, tmp);
}
