use memscope::MemVec;

fn shortened<'short, 'long: 'short>(numbers: MemVec<'long, u8>) -> MemVec<'short, u8> {
    numbers
}

fn main() {
    let _ = shortened;
}
