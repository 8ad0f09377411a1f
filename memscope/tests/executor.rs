//! How an executor uses scopes: one for each tuple, a pair that takes turns in a fold, and sections that must not allocate.

mod common;

use std::collections::BTreeSet;
use std::ptr;

use common::{balanced, measure, without_heap};
use memscope::{Covariant, Keepable, Kept, MemCx, MemVec, scope};

/// A scan over lines, which has the words of one line at a time.
struct Scan<'a> {
    lines: std::str::Lines<'a>,
    row: Option<Kept<Row<'static>>>,
}

#[derive(Keepable, Covariant)]
struct Row<'mcx> {
    words: &'mcx [&'mcx str],
}

impl<'a> Scan<'a> {
    fn new(text: &'a str) -> Self {
        Self { lines: text.lines(), row: None }
    }

    /// The next row, in memory of its own. That of the one before is free by then, so that the two are never there at once.
    fn next(&mut self) -> Option<&Row<'_>> {
        self.row = None;
        let line = self.lines.next()?;
        let row = Kept::new(|cx| Row { words: cx.alloc_iter(line.split(' ').map(|word| &*cx.alloc_str(word))) });
        Some(self.row.insert(row).get())
    }
}

#[test]
#[cfg_attr(feature = "checked", ignore = "about chunks")]
fn pg13_each_tuple_has_a_scope() {
    balanced(|| {
        let (mut longest, mut firsts) = (0, Vec::new());
        for line in "to be\nor not to be\nthat".lines() {
            scope!(row);
            let words = row.alloc_iter(line.split(' ').map(|word| &*row.alloc_str(word)));
            longest = longest.max(words.len());
            firsts.push(words.as_ptr().addr());
        }
        assert_eq!(longest, 4);
        assert_eq!(firsts[1..], [firsts[0]; 2], "each row is where the one before was");
    });
}

#[test]
#[cfg_attr(feature = "checked", ignore = "about chunks")]
fn pg13_a_scan_hands_out_one_tuple_at_a_time() {
    let text = "one two three\n".repeat(1000);
    let mut scan = Scan::new(&text);
    assert_eq!(scan.next().unwrap().words, ["one", "two", "three"]);
    let rest = without_heap(|| {
        let mut rows = 0;
        while let Some(row) = scan.next() {
            rows += row.words.len() / 3;
        }
        rows
    });
    assert_eq!(rest, 999);
}

/// The greatest words so far, in their order: each round makes the state anew from the one before.
#[derive(Keepable, Covariant)]
struct Greatest<'mcx> {
    words: &'mcx [&'mcx str],
}

fn step<'mcx>(cx: MemCx<'mcx>, state: &Greatest<'_>, word: &str) -> Greatest<'mcx> {
    let mut words = cx.vec();
    words.extend(state.words.iter().copied().chain([word]).map(|word| &*cx.alloc_str(word)));
    words.sort_unstable();
    let from = words.len().saturating_sub(3);
    Greatest { words: cx.alloc_slice_copy(&words[from..]) }
}

/// Two owners take turns: the new state is made while the old one is there, which then goes, and gives its memory to the
/// state after the next.
#[test]
#[cfg_attr(feature = "checked", ignore = "about chunks")]
fn pg13_a_pair_of_scopes_takes_turns_in_a_fold() {
    memscope::trim();
    let words = ["pear", "fig", "plum", "apple", "quince", "cherry"];
    let mut state: Kept<Greatest<'static>> = Kept::new(|_| Greatest { words: &[] });
    let mut places = Vec::with_capacity(6000);
    let fold = |state: &mut Kept<Greatest<'static>>, places: &mut Vec<*const u8>| {
        for word in words {
            *state = Kept::new(|cx| step(cx, state.get(), word));
            places.push(state.get().words.as_ptr().cast::<u8>());
        }
    };
    fold(&mut state, &mut places);
    let ((), usage) = measure(|| (0..999).for_each(|_| fold(&mut state, &mut places)));
    assert_eq!(state.get().words, ["quince"; 3]);
    assert_eq!(usage.requests, 0, "6000 rounds stay in the memory of the first two");
    let chunks: BTreeSet<_> = places.iter().map(|place| place.addr() / 2048).collect();
    assert!(chunks.len() <= 4, "two chunks of a page or less");
}

/// A section that must not allocate. A handle is not `Send`, nor is what has one, so that none gets into it.
fn critical<R>(section: impl FnOnce() -> R + Send) -> R {
    section()
}

#[test]
#[cfg_attr(feature = "checked", ignore = "about chunks")]
fn pg17_a_critical_section_works_on_what_is_there() {
    scope!(cx);
    let mut log: MemVec<'_, u64> = cx.vec_with_capacity(100);
    log.extend(0..50);
    let (mut boxed, names) = (cx.boxed(7_u64), cx.alloc_iter(["b", "a", "c"]));
    let before = ptr::from_ref(cx.alloc(0_u8)).addr();
    let entries = log.as_mut_slice();
    let sum = without_heap(|| {
        critical(|| {
            *boxed += entries.iter().sum::<u64>();
            entries.reverse();
            names.sort_unstable();
            *boxed
        })
    });
    assert_eq!((sum, entries[0], &names[..]), (7 + 1225, 49, &["a", "b", "c"][..]));
    assert_eq!(before - ptr::from_ref(cx.alloc(0_u8)).addr(), 8, "nothing was allocated in between");
}
