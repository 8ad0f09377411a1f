use memscope::Kept;

fn main() {
    let kept: Kept<&'static str> = Kept::new(|cx| &*cx.alloc_str("root"));
    kept.consume(|_, cx| cx.vec::<u8>());
}
