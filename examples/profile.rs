//! Which scope takes how much: a report while scopes are open; and at the end a profile, as a table and as a flame graph.
//!
//! ```sh
//! cargo run --example profile --features profile -- profile.svg
//! ```
//!
//! The picture is in `data/profile.svg`: each box is as wide as what was allocated in that scope and in those inside it, which
//! stand on top.

use std::{env, fs, io};

use memscope::{MemCx, MemMap, MemVec, profile, report, scope, scoped};

const TEXT: &str = "\
To be, or not to be, that is the question:
Whether 'tis nobler in the mind to suffer
The slings and arrows of outrageous fortune,
Or to take arms against a sea of troubles
And by opposing end them. To die: to sleep;
No more; and by a sleep to say we end
The heart-ache and the thousand natural shocks
That flesh is heir to, 'tis a consummation
Devoutly to be wish'd. To die, to sleep;
To sleep: perchance to dream: ay, there's the rub;
";

/// Which words there are, and in which lines.
struct Index<'mcx> {
    places: MemMap<'mcx, &'mcx str, usize>,
    entries: MemVec<'mcx, (&'mcx str, MemVec<'mcx, u32>)>,
}

/// The words of a line in small letters, some of them twice.
fn words<'mcx>(cx: MemCx<'mcx>, line: &str) -> &'mcx [&'mcx str] {
    let mut words = cx.vec();
    for word in line.split(|c: char| !c.is_alphabetic() && c != '\'').filter(|word| !word.is_empty()) {
        let mut lower = cx.string();
        lower.extend(word.chars().flat_map(char::to_lowercase));
        words.push(&*lower.into_str());
    }
    words.into_slice()
}

fn add<'mcx>(cx: MemCx<'mcx>, index: &mut Index<'mcx>, number: u32, line: &str) {
    scope!(row in cx, name = "line");
    for &word in words(row, line) {
        let place = match index.places.get(word) {
            Some(&place) => place,
            None => {
                let word: &str = cx.alloc_str(word);
                index.entries.push((word, cx.vec()));
                index.places.insert(word, index.entries.len() - 1);
                index.entries.len() - 1
            }
        };
        let numbers = &mut index.entries[place].1;
        if numbers.last() != Some(&number) {
            numbers.push(number);
        }
    }
}

/// The index as text, sorted.
#[scoped(tmp in cx, name = "page")]
fn page<'mcx>(cx: MemCx<'mcx>, index: &Index<'_>) -> &'mcx str {
    let entries = tmp.alloc_iter(index.entries.iter());
    entries.sort_unstable_by_key(|(word, _)| *word);
    let mut lines = tmp.vec();
    for (word, numbers) in entries {
        scope!(entry in tmp);
        let numbers = entry.alloc_iter(numbers.iter().map(|number| &*entry.alloc_fmt(format_args!("{number}"))));
        let line = entry.alloc_fmt(format_args!("{word} {}\n", numbers.join(" ")));
        lines.push(&*tmp.alloc_str(line));
    }
    let mut page = cx.string();
    page.extend(lines.iter().copied());
    page.into_str()
}

fn main() -> io::Result<()> {
    {
        scope!(document);
        document.set_ident("Hamlet, act 3, scene 1");
        let mut index = Index { places: document.map(), entries: document.vec() };
        for (number, line) in (1..).zip(TEXT.lines()) {
            add(document, &mut index, number, line);
        }
        let page = page(document, &index);
        println!("{}\n", page.lines().next().unwrap_or_default());
        println!("{}\n", report());
    }
    let profile = profile::snapshot();
    print!("{profile}");
    match env::args_os().nth(1) {
        Some(path) => fs::write(path, profile.svg("An index of words").to_string()),
        None => Ok(()),
    }
}
