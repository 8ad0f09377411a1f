use memscope::vec::Drain;

fn lengthened<'d, 'short, 'long: 'short>(numbers: Drain<'d, 'short, u8>) -> Drain<'d, 'long, u8> {
    numbers
}

fn main() {
    let _ = lengthened;
}
