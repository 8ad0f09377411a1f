use memscope::MemSet;

fn lengthened<'short, 'long: 'short>(seen: MemSet<'short, u8>) -> MemSet<'long, u8> {
    seen
}

fn main() {
    let _ = lengthened;
}
