use memscope::Kept;

fn main() {
    let kept: Kept<&'static str> = Kept::new(|cx| &*cx.alloc_str("root"));
    let length = kept.consume(|root, cx| cx.alloc(root.len()));
    println!("{length}");
}
