use memscope::scope;

fn main() {
    let kept;
    {
        scope!(cx);
        kept = cx;
    }
    kept.alloc(7);
}
