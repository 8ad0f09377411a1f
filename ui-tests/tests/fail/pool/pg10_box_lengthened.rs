use memscope::PoolBox;

fn lengthened<'short, 'long: 'short>(value: PoolBox<'short, u8>) -> PoolBox<'long, u8> {
    value
}

fn main() {
    let _ = lengthened;
}
