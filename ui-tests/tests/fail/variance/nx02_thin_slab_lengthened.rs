use memscope::ThinSlab;

fn lengthened<'short, 'long: 'short>(value: ThinSlab<'short, u8>) -> ThinSlab<'long, u8> {
    value
}

fn main() {
    let _ = lengthened;
}
