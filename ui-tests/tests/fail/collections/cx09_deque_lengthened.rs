use memscope::MemDeque;

fn lengthened<'short, 'long: 'short>(queue: MemDeque<'short, u8>) -> MemDeque<'long, u8> {
    queue
}

fn main() {
    let _ = lengthened;
}
