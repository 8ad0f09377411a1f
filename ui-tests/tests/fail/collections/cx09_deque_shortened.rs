use memscope::MemDeque;

fn shortened<'short, 'long: 'short>(queue: MemDeque<'long, u8>) -> MemDeque<'short, u8> {
    queue
}

fn main() {
    let _ = shortened;
}
