use memscope::vec::Drain;

fn shortened<'d, 'short, 'long: 'short>(numbers: Drain<'d, 'long, u8>) -> Drain<'d, 'short, u8> {
    numbers
}

fn main() {
    let _ = shortened;
}
