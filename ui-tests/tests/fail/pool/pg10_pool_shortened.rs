use memscope::MemPool;

fn shortened<'short, 'long: 'short>(pool: MemPool<'long, u8>) -> MemPool<'short, u8> {
    pool
}

fn main() {
    let _ = shortened;
}
