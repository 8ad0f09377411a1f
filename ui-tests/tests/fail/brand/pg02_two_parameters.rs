use memscope::{MemCx, scope};

fn link<'m>(_: MemCx<'m>, _: MemCx<'m>) {}

fn both<'a, 'b: 'a>(a: MemCx<'a>, b: MemCx<'b>) {
    link(a, b);
}

fn main() {
    scope!(cx);
    both(cx, cx);
}
