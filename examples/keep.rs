//! `#[keep]`: a value made where something else lives. `keep-expanded.rs` shows what it stands for.

use memscope::{InScope, MemCx, MemVec, keep, scope, scoped};

/// The words of a text, and where they were first seen. It belongs to the scope of its list.
#[derive(InScope)]
struct Index<'mcx> {
    words: MemVec<'mcx, &'mcx mut Entry<'mcx>>,
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
        #[keep(with = index, copy)]
        let word = *word;
        #[keep(with = index)]
        let entry = Entry { word, first: number, times: 1 };
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
    let title: &mut String = keep!(String::from("index"), with = index, adopt);
    title.make_ascii_uppercase();
    println!("{title}");
    for Entry { word, first, times } in index.words.iter().filter(|entry| entry.times > 1) {
        println!("{word}: {times} times, first in line {first}");
    }
}
