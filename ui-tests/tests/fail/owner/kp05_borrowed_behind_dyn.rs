use memscope::{Kept, MemBox, unsize};

fn root<'src>(text: &'src str) -> Kept<MemBox<'static, dyn Fn() -> usize>> {
    Kept::new(|cx| unsize!(cx.boxed(move || text.len()) => dyn Fn() -> usize))
}

fn main() {
    root("text");
}
