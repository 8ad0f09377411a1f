use memscope::vec::IntoIter;

fn shortened<'short, 'long: 'short>(numbers: IntoIter<'long, u8>) -> IntoIter<'short, u8> {
    numbers
}

fn main() {
    let _ = shortened;
}
