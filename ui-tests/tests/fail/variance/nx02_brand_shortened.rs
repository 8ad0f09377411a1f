use memscope::Brand;

fn shortened<'short, 'long: 'short>(value: Brand<'long>) -> Brand<'short> {
    value
}

fn main() {
    let _ = shortened;
}
