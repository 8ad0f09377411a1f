use memscope::scope;

fn main() {
    scope!(cx);
    let mut pool = cx.pool();
    let value = pool.insert(1);
    pool = cx.pool();
    drop((value, pool));
}
