use memscope::scope;

fn main() {
    scope!(cx);
    let pool = cx.pool();
    let value = pool.insert(1);
    let moved = pool;
    drop(value);
    drop(moved);
}
