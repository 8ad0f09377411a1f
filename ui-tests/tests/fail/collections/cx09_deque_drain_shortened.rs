use memscope::deque::Drain;

fn shortened<'d, 'short, 'long: 'short>(values: Drain<'d, 'long, u8>) -> Drain<'d, 'short, u8> {
    values
}

fn main() {
    let _ = shortened;
}
