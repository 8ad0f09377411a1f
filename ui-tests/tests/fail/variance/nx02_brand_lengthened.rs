use memscope::Brand;

fn lengthened<'short, 'long: 'short>(value: Brand<'short>) -> Brand<'long> {
    value
}

fn main() {
    let _ = lengthened;
}
