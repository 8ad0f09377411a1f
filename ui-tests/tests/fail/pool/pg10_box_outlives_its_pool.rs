use memscope::scope;

fn main() {
    scope!(cx);
    let kept;
    {
        let pool = cx.pool();
        kept = pool.insert(1);
    }
    println!("{kept}");
}
