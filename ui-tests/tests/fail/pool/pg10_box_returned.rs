use memscope::{MemCx, PoolBox};

fn value<'mcx>(cx: MemCx<'mcx>) -> PoolBox<'mcx, u32> {
    let pool = cx.pool();
    pool.insert(1)
}

fn main() {
    let _ = value;
}
