use memscope::scope;

fn main() {
    let kept;
    scope!(outer);
    {
        scope!(inner in outer);
        kept = inner.alloc(7);
    }
    println!("{kept} {}", outer.alloc(8));
}
