use memscope::ThinSlab;

fn shortened<'short, 'long: 'short>(value: ThinSlab<'long, u8>) -> ThinSlab<'short, u8> {
    value
}

fn main() {
    let _ = shortened;
}
