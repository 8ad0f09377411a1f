use memscope::Kept;

fn main() {
    let kept: Kept<&'static str> = Kept::new(|cx| &*cx.alloc_str("root"));
    let first = kept.with(|root| &root[..1]);
    let length = kept.consume(|root, _| root.len());
    println!("{first}{length}");
}
