use memscope::Kept;

fn main() {
    let kept: Kept<&'static str> = Kept::new(|cx| &*cx.alloc_str("root"));
    let mut out = "";
    let kept: Kept<&'static str> = kept.map(|root, _| {
        out = root;
        root
    });
    println!("{kept}{out}");
}
