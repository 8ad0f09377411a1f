use memscope::Kept;

fn main() {
    let mut out = "";
    let kept: Kept<&'static str> = Kept::new(|cx| {
        out = cx.alloc_str("text");
        out
    });
    println!("{kept}{out}");
}
