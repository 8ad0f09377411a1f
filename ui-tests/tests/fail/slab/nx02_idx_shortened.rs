use memscope::Idx;

fn shortened<'short, 'long: 'short>(value: Idx<'long, u8>) -> Idx<'short, u8> {
    value
}

fn main() {
    let _ = shortened;
}
