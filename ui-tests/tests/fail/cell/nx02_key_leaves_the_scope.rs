use memscope::scope;

fn main() {
    let kept;
    {
        scope!(cx, key = k);
        println!("{cx:?}");
        kept = k;
    }
    println!("{kept:?}");
}
