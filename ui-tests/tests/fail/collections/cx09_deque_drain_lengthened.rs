use memscope::deque::Drain;

fn lengthened<'d, 'short, 'long: 'short>(values: Drain<'d, 'short, u8>) -> Drain<'d, 'long, u8> {
    values
}

fn main() {
    let _ = lengthened;
}
