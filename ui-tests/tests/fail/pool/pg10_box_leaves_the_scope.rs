use memscope::scope;

fn main() {
    let kept;
    {
        scope!(cx);
        let pool = Box::leak(Box::new(cx.pool()));
        kept = pool.insert(1);
    }
    println!("{kept}");
}
