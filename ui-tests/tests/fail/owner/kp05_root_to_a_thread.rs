use memscope::Kept;

fn thread(_: impl FnOnce() + 'static) {}

fn main() {
    let kept: Kept<&'static str> = Kept::new(|cx| &*cx.alloc_str("root"));
    kept.with(|root| thread(move || println!("{root}")));
}
