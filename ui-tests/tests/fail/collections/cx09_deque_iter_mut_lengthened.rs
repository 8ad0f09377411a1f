use memscope::deque::IterMut;

fn lengthened<'d, 'short, 'long: 'short>(values: IterMut<'d, &'short u8>) -> IterMut<'d, &'long u8> {
    values
}

fn main() {
    let _ = lengthened;
}
