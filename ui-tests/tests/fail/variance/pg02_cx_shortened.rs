use memscope::{MemCx, scope};

fn shortened<'short, 'long: 'short>(cx: MemCx<'long>) -> MemCx<'short> {
    cx
}

fn main() {
    scope!(cx);
    shortened(cx);
}
