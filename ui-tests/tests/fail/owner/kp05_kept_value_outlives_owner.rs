use memscope::Kept;

fn main() {
    let kept: Kept<&'static str> = Kept::new(|cx| &*cx.alloc_str("root"));
    let length = kept.keep(kept.len());
    drop(kept);
    println!("{length}");
}
