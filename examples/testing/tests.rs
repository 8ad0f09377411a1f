//! The tests of `count`.

use memscope::source::{Checked, Heap};
use memscope::testing::{CountingAlloc, Verdict, assert_balanced, assert_no_heap, each_oom, try_each_oom};
use memscope::{scope, with_scope_on};

use crate::count;

#[global_allocator]
static HEAP: CountingAlloc = CountingAlloc::new();

const TEXT: &str = "To be, or not to be";

#[test]
fn words_are_counted() {
    scope!(cx);
    let words = count::words(cx, TEXT).unwrap();
    let words: Vec<_> = words.iter().map(|word| (word.text, word.count)).collect();
    assert_eq!(words, [("be", 2), ("to", 2), ("not", 1), ("or", 1)]);
}

/// Each allocation fails once: the error is returned, and nothing stays behind.
#[test]
fn every_refusal_is_told() {
    let allocations = each_oom(|cx| count::words(cx, TEXT).map(|_| ()));
    assert!(allocations > 10);
}

/// That the test above can fail: a caller that takes no words for an error.
#[test]
fn a_refusal_that_is_not_told_is_found() {
    let oom = try_each_oom(|cx| Ok::<_, ()>(count::words(cx, TEXT).unwrap_or_default().len()));
    assert_eq!(oom.unwrap_err().verdict(), Verdict::Swallowed);
}

#[test]
fn no_byte_beside_an_object_is_written() {
    let source = Checked::collecting(Heap);
    with_scope_on(&source, |cx| assert!(count::words(cx, TEXT).is_ok()));
    source.flush();
    assert!(source.reports().is_empty());
}

#[test]
fn the_second_count_asks_the_heap_for_nothing_and_leaves_nothing() {
    let count = || {
        scope!(cx);
        count::words(cx, TEXT).unwrap().len()
    };
    assert_eq!(count(), 4);
    assert_eq!(assert_no_heap(count), 4);
    scope!(cx);
    assert_balanced(cx, || {
        scope!(inner in cx);
        assert_eq!(count::words(inner, TEXT).unwrap().len(), 4);
    });
}
