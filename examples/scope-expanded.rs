//! `scope.rs` with each `scope!` written out, simplified: in the expansion the middle names cannot be written by anybody.

use memscope::__private::{Lent, Region, ScopeEnd, Site};

fn main() {
    // scope!(text);
    //
    // The region owns the memory. The lifetime of the borrow `&text` is `'mcx`, and `ScopeEnd` keeps it alive to the end of
    // the block. The handle, which is `Copy`, hides the region for good.
    let text = Region::root(const { &Site::new("text", file!(), line!()) });
    // SAFETY: `text` is never moved, nor named again, and the result is the next local, bound for good.
    let text_end = unsafe { ScopeEnd::new(&text) };
    let text = ScopeEnd::cx(&text_end);

    let mut longest: &str = "";
    for line in ["to be or not to be", "that is the question"] {
        // scope!(row in text, name = "row");
        //
        // The same, but the region goes on in the free part of the parent's memory, which `lent` gives back.
        let lent = Lent::new(text);
        // SAFETY: `lent` is the local before it, and opens this one region.
        let row = unsafe { Region::inner(&lent, const { &Site::new("row", file!(), line!()) }) };
        // SAFETY: as above, and `lent` opens this one region.
        let row_end = unsafe { ScopeEnd::new(&row) };
        let row = ScopeEnd::cx(&row_end);

        let words = row.alloc_iter(line.split(' '));
        words.sort_unstable();
        println!("{}: {words:?}", row.name());
        for word in words {
            if word.len() > longest.len() {
                longest = text.alloc_str(word);
            }
        }
        // Here `row_end` is dropped, which ends `'mcx`, then `row`, which frees the chunks, then `lent`. The same happens
        // on every other road out: `?`, `return`, `break`, `continue`, a panic.
    }
    println!("{}: {longest:?}", text.name());
}
