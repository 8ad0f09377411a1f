use memscope::scope;

fn main() {
    scope!(cx);
    let pool = cx.pool();
    let value = pool.insert(1);
    let reference = &*value;
    drop(value);
    println!("{reference}");
}
