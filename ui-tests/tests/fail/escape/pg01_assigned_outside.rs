use memscope::scope;

fn main() {
    let kept: &mut i32;
    {
        scope!(cx);
        kept = cx.alloc(7);
    }
    println!("{kept}");
}
