//! `scoped.rs` with `#[scoped]` written out, simplified: in the expansion the hidden names cannot be written by anybody.

use memscope::__private::{Lent, Region, ScopeEnd, Site};
use memscope::{MemCx, scope};

/// The middle word of the sorted ones, in the caller's scope. The list and the lower-case copies die with the function.
// #[scoped(tmp in cx)]
fn median<'mcx>(cx: MemCx<'mcx>, text: &str) -> Option<&'mcx str> {
    // The three `let`s of `scope!(tmp in cx)`; see `scope-expanded.rs`.
    let lent = Lent::new(cx);
    // SAFETY: `lent` is the local before it, and opens this one region.
    let tmp = unsafe { Region::inner(&lent, const { &Site::new("tmp", file!(), line!()) }) };
    // SAFETY: `tmp` is never moved, nor named again, the result is the next local, and `lent` opens this one region.
    let tmp_end = unsafe { ScopeEnd::new(&tmp) };
    let tmp = ScopeEnd::cx(&tmp_end);

    // The body as it was. (In the expansion it stands in a block of its own, since up to edition 2021 the temporaries of
    // a function's last expression outlive its locals, hence the scope that they may borrow from.)
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
