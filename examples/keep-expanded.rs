//! `keep.rs` with `#[keep]`, `keep!` and the derive written out, simplified: in the expansion every path is absolute.

use memscope::__private::{keep_copy, keeper};
use memscope::{InScope, MemCx, MemVec, scope, scoped};

/// The words of a text, and where they were first seen. It belongs to the scope of its list.
// #[derive(InScope)]
struct Index<'mcx> {
    words: MemVec<'mcx, &'mcx mut Entry<'mcx>>,
}

impl<'mcx> InScope<'mcx> for Index<'mcx> {
    fn cx(&self) -> MemCx<'mcx> {
        InScope::cx(&self.words)
    }
}

struct Entry<'mcx> {
    word: &'mcx str,
    first: usize,
    times: usize,
}

/// A line's words are in a scratch scope; those that are new are copied to where the index is.
#[scoped(line in cx)]
fn add<'mcx>(cx: MemCx<'mcx>, index: &mut Index<'mcx>, number: usize, text: &str) {
    let words = line.alloc_iter(text.split_whitespace().map(|word| {
        let word = line.alloc_str(word);
        word.make_ascii_lowercase();
        &*word
    }));
    for word in words.iter() {
        if let Some(known) = index.words.iter_mut().find(|known| known.word == *word) {
            known.times += 1;
            continue;
        }
        // #[keep(with = index, copy)]
        let word = keep_copy(&index, word);
        // #[keep(with = index)]: first where it goes, then the value, which may be made with what keeps it.
        let entry = keeper(&index).keep(Entry { word, first: number, times: 1 });
        index.words.push(entry);
    }
}

fn main() {
    scope!(cx);
    let mut index = Index { words: cx.vec() };
    for (number, text) in ["To be or not to be", "that is", "not the question"].iter().enumerate() {
        add(cx, &mut index, number + 1, text);
    }
    // The same outside of a macro, and for a value with a destructor: the scope will drop it.
    // keep!(String::from("index"), with = index, adopt)
    let title: &mut String = keeper(&index).adopt(String::from("index"));
    title.make_ascii_uppercase();
    println!("{title}");
    for Entry { word, first, times } in index.words.iter().filter(|entry| entry.times > 1) {
        println!("{word}: {times} times, first in line {first}");
    }
}
