use memscope::{Kept, keep};

fn main() {
    let owner = |text: &str| -> Kept<&'static str> { Kept::new(|cx| &*cx.alloc_str(text)) };
    let (a, b, c, d) = (owner("a"), owner("b"), owner("c"), owner("d"));
    let value = keep!(7, with = (a, b, c, d), counted);
    println!("{}", **value);
}
