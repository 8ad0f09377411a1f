use memscope::Kept;

fn main() {
    let mut kept: Kept<&'static str> = Kept::new(|cx| &*cx.alloc_str("root"));
    kept.with_mut(|_, cx| cx);
}
