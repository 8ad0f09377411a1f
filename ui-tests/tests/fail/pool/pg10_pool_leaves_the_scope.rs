use memscope::scope;

fn main() {
    let kept;
    {
        scope!(cx);
        kept = cx.pool::<u8>();
    }
    kept.insert(1);
}
