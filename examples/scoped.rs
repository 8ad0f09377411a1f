//! `#[scoped]`: the body of a function is a scope. `scoped-expanded.rs` shows what it stands for.

use memscope::{MemCx, scope, scoped};

/// The middle word of the sorted ones, in the caller's scope. The list and the lower-case copies die with the function.
#[scoped(tmp in cx)]
fn median<'mcx>(cx: MemCx<'mcx>, text: &str) -> Option<&'mcx str> {
    let words = tmp.alloc_iter(text.split_whitespace().map(|word| {
        let word = tmp.alloc_str(word);
        word.make_ascii_lowercase();
        word
    }));
    words.sort_unstable();
    let middle = words.get(words.len() / 2)?;
    Some(cx.alloc_str(middle))
}

fn main() {
    scope!(cx);
    println!("{:?}", median(cx, "Whether tis nobler in the Mind to suffer"));
    println!("{:?}", median(cx, ""));
}
