use memscope::Idx;

fn lengthened<'short, 'long: 'short>(value: Idx<'short, u8>) -> Idx<'long, u8> {
    value
}

fn main() {
    let _ = lengthened;
}
