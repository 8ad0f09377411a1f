use memscope::deque::IntoIter;

fn lengthened<'short, 'long: 'short>(values: IntoIter<'short, u8>) -> IntoIter<'long, u8> {
    values
}

fn main() {
    let _ = lengthened;
}
