//! Slices from iterators, which may lie about their length in both directions.

mod common;

use std::iter;

use common::{Blocks, balanced};
use memscope::{Cause, MemVec, scope, vec_in};

/// Gives `real` items and claims another number.
struct Liar {
    real: usize,
    given: usize,
    hint: (usize, Option<usize>),
}

fn liar(real: usize, hint: (usize, Option<usize>)) -> Liar {
    Liar { real, given: 0, hint }
}

impl Iterator for Liar {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        (self.given < self.real).then(|| {
            self.given += 1;
            self.given - 1
        })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.hint
    }
}

impl ExactSizeIterator for Liar {
    fn len(&self) -> usize {
        self.hint.0
    }
}

const REAL: [usize; 7] = [0, 1, 3, 4, 5, 1000, 40_000];

#[test]
fn pg16_size_hints_are_never_trusted() {
    balanced(|| {
        for real in REAL {
            for hint in [(0, None), (0, Some(0)), (real, Some(real)), (real * 2 + 1, None), (real / 2, Some(real / 2))]
            {
                scope!(cx);
                let before = cx.alloc([9_u8; 40]);
                let items = cx.alloc_iter(liar(real, hint));
                let after = cx.alloc([9_u8; 40]);
                assert!(items.iter().copied().eq(0..real), "{real} items, hint {hint:?}");
                assert_eq!((before, after), (&mut [9; 40], &mut [9; 40]));
            }
        }
    });
}

#[test]
fn pg16_an_absurd_hint_costs_no_absurd_memory() {
    let (_, used) = common::measure(|| {
        scope!(cx);
        assert_eq!(cx.alloc_iter(liar(3, (usize::MAX, Some(usize::MAX)))), [0, 1, 2]);
        assert_eq!(cx.alloc_iter(iter::repeat_n((), 5)).len(), 5);
    });
    assert!(used.chunk_bytes <= 4 << 20, "{used:?}");
}

#[test]
fn pg16_an_exact_iterator_that_ends_early_gives_what_was_there() {
    scope!(cx);
    for real in REAL {
        assert_eq!(cx.alloc_iter_exact(liar(real, (real * 2 + 10, None))).len(), real);
    }
    assert!(cx.alloc_iter_exact(liar(0, (1, None))).is_empty());
}

#[test]
fn pg16_an_exact_iterator_that_has_more_is_not_asked_for_it() {
    scope!(cx);
    for real in REAL {
        let mut long = liar(real + 10, (real, None));
        let items = cx.alloc_iter_exact(&mut long);
        assert!(items.iter().copied().eq(0..real));
        assert_eq!(long.given, real);
    }
}

#[test]
fn pg16_an_exact_length_that_cannot_be_had_is_an_error() {
    scope!(cx, name = "exact", limit = 4096);
    let mut long = liar(10, (usize::MAX, None));
    assert_eq!(cx.try_alloc_iter_exact(&mut long).unwrap_err().cause(), Cause::CapacityOverflow);
    let mut long = liar(10, (1 << 20, None));
    assert_eq!(cx.try_alloc_iter_exact(&mut long).unwrap_err().cause(), Cause::Limit);
    assert_eq!(long.given, 0, "the iterator was not advanced");
    assert_eq!(cx.alloc_iter(liar(10, (0, None))).len(), 10);
}

#[test]
fn pg16_a_hint_beyond_the_limit_is_not_an_error() {
    scope!(cx, limit = 6000);
    for hint in [10_000, 1 << 30, usize::MAX] {
        assert_eq!(cx.alloc_iter(liar(3, (hint, None))), [0, 1, 2]);
        assert_eq!(MemVec::from_iter_in(liar(3, (hint, None)), cx), [0, 1, 2]);
        let mut more = vec_in![cx; 7];
        more.extend(liar(3, (hint, None)));
        assert_eq!(more, [7, 0, 1, 2]);
    }
}

#[test]
fn pg16_what_cannot_be_collected_takes_no_memory() {
    scope!(cx, limit = 6000);
    for real in [2000, 800, 40_000, 2000, 2000, 2000] {
        assert_eq!(cx.try_alloc_iter(liar(real, (0, None))).unwrap_err().cause(), Cause::Limit);
        assert_eq!(cx.try_alloc_iter(liar(real, (real, None))).unwrap_err().cause(), Cause::Limit);
    }
    // What a buffer left behind when it moved to another chunk is gone, at most once.
    cx.try_alloc_slice_default::<u8>(4500).unwrap();
}

#[test]
fn pg16_an_iterator_may_allocate_in_the_same_scope() {
    scope!(cx);
    let mut blocks = Blocks::default();
    let words = cx.alloc_iter((0..2000_usize).map(|n| {
        let layout = std::alloc::Layout::from_size_align(n % 50 + 1, 1 << (n % 5)).unwrap();
        blocks.add(cx.alloc_layout(layout), layout);
        let inner = cx.alloc_iter(0..n % 7);
        (cx.alloc_fmt(format_args!("word {n}")), inner.len())
    }));
    for (n, (word, len)) in words.iter().enumerate() {
        assert_eq!((&**word, *len), (&*format!("word {n}"), n % 7));
    }
    blocks.check();
}

#[test]
fn pg16_an_iterator_may_fill_an_inner_scope_meanwhile() {
    scope!(cx);
    let lengths = cx.alloc_iter((0..500).map(|n| {
        scope!(tmp in cx);
        tmp.alloc_iter((0..n).filter(|k| k % 2 == 0)).len()
    }));
    assert!(lengths.iter().enumerate().all(|(n, len)| *len == n.div_ceil(2)));
}

#[cfg_attr(feature = "checked", ignore = "about chunks")]
#[test]
fn pg16_the_newest_slice_gives_back_what_it_did_not_need() {
    scope!(cx);
    let first = cx.alloc_iter(liar(3, (50, None)));
    let end = first.as_ptr_range().end.addr();
    assert_eq!(cx.alloc_str("x").as_ptr().addr(), end);
}
