use memscope::MemMap;

fn lengthened<'short, 'long: 'short>(counts: MemMap<'short, u8, u8>) -> MemMap<'long, u8, u8> {
    counts
}

fn main() {
    let _ = lengthened;
}
