use memscope::{MemBox, scope};

fn lengthened<'short, 'long: 'short>(name: MemBox<'short, u8>) -> MemBox<'long, u8> {
    name
}

fn main() {
    scope!(cx);
    lengthened(cx.boxed(7));
}
