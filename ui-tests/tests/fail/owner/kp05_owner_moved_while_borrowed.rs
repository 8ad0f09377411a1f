use memscope::Kept;

fn main() {
    let kept: Kept<&'static str> = Kept::new(|cx| &*cx.alloc_str("root"));
    let first = kept.with(|root| &root[..1]);
    let moved = kept;
    println!("{first}{moved}");
}
