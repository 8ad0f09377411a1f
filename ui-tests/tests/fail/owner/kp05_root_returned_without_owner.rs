use memscope::Kept;

fn root(kept: Kept<&'static str>) -> &'static str {
    *kept.get()
}

fn main() {
    root(Kept::new(|cx| &*cx.alloc_str("root")));
}
