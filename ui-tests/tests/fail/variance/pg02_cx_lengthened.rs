use memscope::{MemCx, scope};

fn lengthened<'short, 'long: 'short>(cx: MemCx<'short>) -> MemCx<'long> {
    cx
}

fn main() {
    scope!(cx);
    lengthened(cx);
}
