use memscope::deque::IntoIter;

fn shortened<'short, 'long: 'short>(values: IntoIter<'long, u8>) -> IntoIter<'short, u8> {
    values
}

fn main() {
    let _ = shortened;
}
