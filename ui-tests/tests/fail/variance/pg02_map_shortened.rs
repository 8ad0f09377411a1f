use memscope::MemMap;

fn shortened<'short, 'long: 'short>(counts: MemMap<'long, u8, u8>) -> MemMap<'short, u8, u8> {
    counts
}

fn main() {
    let _ = shortened;
}
