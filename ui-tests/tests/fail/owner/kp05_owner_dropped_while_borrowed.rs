use memscope::Kept;

fn main() {
    let kept: Kept<&'static str> = Kept::new(|cx| &*cx.alloc_str("root"));
    let root = kept.get();
    drop(kept);
    println!("{root}");
}
