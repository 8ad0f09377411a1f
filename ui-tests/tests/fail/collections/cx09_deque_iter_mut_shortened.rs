use memscope::deque::IterMut;

fn shortened<'d, 'short, 'long: 'short>(values: IterMut<'d, &'long u8>) -> IterMut<'d, &'short u8> {
    values
}

fn main() {
    let _ = shortened;
}
