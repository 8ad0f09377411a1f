use memscope::vec::IntoIter;

fn lengthened<'short, 'long: 'short>(numbers: IntoIter<'short, u8>) -> IntoIter<'long, u8> {
    numbers
}

fn main() {
    let _ = lengthened;
}
