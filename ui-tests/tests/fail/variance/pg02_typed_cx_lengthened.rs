use memscope::{TypedCx, scope};

fn lengthened<'short, 'long: 'short>(nodes: TypedCx<'short, u8>) -> TypedCx<'long, u8> {
    nodes
}

fn main() {
    scope!(nodes: u8);
    lengthened(nodes);
}
