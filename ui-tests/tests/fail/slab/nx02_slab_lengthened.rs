use memscope::MemSlab;

fn lengthened<'short, 'long: 'short>(value: MemSlab<'short, u8>) -> MemSlab<'long, u8> {
    value
}

fn main() {
    let _ = lengthened;
}
