use memscope::{PoolBox, scope};

fn main() {
    scope!(cx);
    let kept;
    {
        let pool = cx.pool();
        kept = PoolBox::leak(pool.insert(1));
    }
    println!("{kept}");
}
