use memscope::Kept;

fn needs_static<T: 'static>(_: T) {}

fn main() {
    let kept: Kept<&'static str> = Kept::new(|cx| &*cx.alloc_str("root"));
    let root = kept.get();
    needs_static(root);
}
