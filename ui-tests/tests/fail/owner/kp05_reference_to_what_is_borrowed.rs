use memscope::Kept;

fn length<'src>(text: &'src str) -> usize {
    let kept = Kept::<&&'src str>::new(|cx| &*cx.alloc(text));
    kept.with(|text| text.len())
}

fn main() {
    length("text");
}
