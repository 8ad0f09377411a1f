use memscope::MemPool;

fn lengthened<'short, 'long: 'short>(pool: MemPool<'short, u8>) -> MemPool<'long, u8> {
    pool
}

fn main() {
    let _ = lengthened;
}
