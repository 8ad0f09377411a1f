use memscope::MemSlab;

fn shortened<'short, 'long: 'short>(value: MemSlab<'long, u8>) -> MemSlab<'short, u8> {
    value
}

fn main() {
    let _ = shortened;
}
