use memscope::ThinVec;

fn shortened<'short, 'long: 'short>(numbers: ThinVec<'long, u8>) -> ThinVec<'short, u8> {
    numbers
}

fn main() {
    let _ = shortened;
}
