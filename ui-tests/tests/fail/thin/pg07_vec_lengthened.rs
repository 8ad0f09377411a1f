use memscope::ThinVec;

fn lengthened<'short, 'long: 'short>(numbers: ThinVec<'short, u8>) -> ThinVec<'long, u8> {
    numbers
}

fn main() {
    let _ = lengthened;
}
