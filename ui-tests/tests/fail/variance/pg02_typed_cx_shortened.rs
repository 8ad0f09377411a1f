use memscope::{TypedCx, scope};

fn shortened<'short, 'long: 'short>(nodes: TypedCx<'long, u8>) -> TypedCx<'short, u8> {
    nodes
}

fn main() {
    scope!(nodes: u8);
    shortened(nodes);
}
