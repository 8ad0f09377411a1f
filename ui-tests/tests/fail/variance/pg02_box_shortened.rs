use memscope::{MemBox, scope};

fn shortened<'short, 'long: 'short>(name: MemBox<'long, u8>) -> MemBox<'short, u8> {
    name
}

fn main() {
    scope!(cx);
    shortened(cx.boxed(7));
}
