use memscope::MemSet;

fn shortened<'short, 'long: 'short>(seen: MemSet<'long, u8>) -> MemSet<'short, u8> {
    seen
}

fn main() {
    let _ = shortened;
}
