use memscope::MemVec;

fn lengthened<'short, 'long: 'short>(numbers: MemVec<'short, u8>) -> MemVec<'long, u8> {
    numbers
}

fn main() {
    let _ = lengthened;
}
