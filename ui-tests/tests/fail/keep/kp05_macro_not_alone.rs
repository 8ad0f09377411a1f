use memscope::{Kept, scoped};

#[scoped(<'a>)]
fn counted(text: &str) -> (Kept<&'a str>, usize) {
    (Kept::new(|cx| &*cx.alloc_str(text)), cx.alloc_str(text).len())
}

fn main() {
    println!("{}", counted("text").1);
}
