use memscope::Kept;

fn main() {
    let mut kept: Kept<&'static str> = Kept::new(|cx| &*cx.alloc_str("root"));
    let first = kept.with(|root| &root[..1]);
    kept.with_mut(|root, cx| *root = cx.alloc_str("another"));
    println!("{first}");
}
