use memscope::Kept;

fn main() {
    let mut kept: Kept<&'static str> = Kept::new(|cx| &*cx.alloc_str("root"));
    let length = kept.keep(kept.len());
    kept.with_mut(|root, _| *root = "");
    println!("{length}");
}
