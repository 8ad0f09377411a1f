use memscope::Kept;

fn main() {
    let kept: Kept<&'static str> = Kept::new(|cx| &*cx.alloc_str("root"));
    let shared = kept.into_rc();
    shared.with_mut(|root, _| *root = "");
}
