//! Who asks the heap, and when: nobody behind the user's back, and nobody twice.
//!
//! Chunks and the cache are what these tests count: not with the feature `checked`.
#![cfg(not(feature = "checked"))]

mod common;

use std::alloc::Layout;
use std::cell::RefCell;
use std::thread;

use common::{Ledger, balanced, measure};
use memscope::{MemBox, MemCx, format_in, scope, scoped, trim, with_scope, with_scope_in};

/// What the cache of a thread may hold, in bytes.
const CACHE: isize = 2 << 20;

/// One call of everything that allocates, but for `adopt` of things that own heap memory themselves.
fn everything(cx: MemCx<'_>) {
    cx.alloc(1);
    cx.alloc_with(|| 1);
    cx.alloc_default::<u64>();
    cx.alloc_zeroed::<u64>();
    cx.alloc_uninit::<u64>();
    cx.alloc_slice_copy(&[1, 2]);
    cx.alloc_slice_clone(&[1, 2]);
    cx.alloc_slice_fill_with(10, |i| i);
    cx.alloc_slice_default::<u64>(10);
    cx.alloc_uninit_slice::<u64>(10);
    cx.alloc_iter((0..100).filter(|n| n % 3 == 0));
    cx.alloc_iter_exact(0..100);
    cx.alloc_str("text");
    cx.alloc_cstr(c"text");
    format_in!(cx, "{:?} {:>10}", (1, 2.5), "text");
    let _ = cx.alloc_layout(Layout::new::<u64>());
    cx.adopt(5);
    cx.defer(|| ());
    drop(cx.boxed(1));
    drop(cx.boxed_with(|| 1));
    let buf = cx.boxed_uninit_slice::<u64>(4);
    cx.free(cx.shrink(cx.grow(buf, 40), 10));
    let _: &mut i32 = MemBox::leak(cx.boxed(1));
    with_scope_in(cx, |tmp| tmp.alloc(1).to_owned());
    assert!(cx.try_alloc_slice_default::<u64>(usize::MAX).is_err());
}

#[test]
fn cx01_a_scope_that_allocates_nothing_allocates_nothing() {
    #[scoped]
    fn nothing() -> &'static str {
        cx.name()
    }
    let nothing_at_all = || {
        let (_, used) = measure(|| {
            scope!(cx);
            scope!(tmp in cx);
            scope!(deeper in tmp, limit = 100);
            scope!(other, name = "other", limit = 100);
            with_scope(|cx| with_scope_in(cx, |_| ()));
            assert_eq!((deeper.name(), other.name(), nothing()), ("deeper", "other", "cx"));
        });
        assert_eq!(used, common::Usage::default());
    };
    thread::spawn(nothing_at_all).join().unwrap(); // a thread that never saw a scope
    with_scope(|cx| *cx.alloc(1));
    nothing_at_all(); // one with a cache
}

#[test]
fn cx01_nothing_but_chunks_is_asked_of_the_heap() {
    with_scope(everything); // registers the end of the cache with the thread
    balanced(|| {
        let (_, used) = measure(|| {
            scope!(cx);
            for _ in 0..100 {
                everything(cx);
                scope!(tmp in cx, limit = 1 << 20);
                everything(tmp);
            }
        });
        assert_eq!(used.requests, used.chunks);
    });
}

#[test]
fn pg09_a_scope_refilled_in_a_loop_asks_for_nothing_after_the_first_round() {
    for bytes in [100, 3000, 50_000, 900_000] {
        trim();
        let round = || {
            scope!(cx);
            for _ in 0..bytes / 100 {
                cx.alloc([0_u8; 72]);
                cx.alloc_str("a string of 28 bytes, or so..");
            }
            everything(cx);
        };
        round();
        let (_, used) = measure(|| (0..100).for_each(|_| round()));
        assert_eq!(used.requests, 0, "{bytes} bytes a round");
    }
}

#[test]
fn pg09_an_inner_scope_refilled_in_a_loop_asks_for_nothing_after_the_first_round() {
    scope!(cx);
    let round = |n: usize| {
        scope!(row in cx);
        everything(row);
        row.alloc_slice_default::<u8>(n % 1000 * 10);
        for _ in 0..50 {
            scope!(cell in row);
            cell.alloc([0_u64; 16]);
        }
    };
    (0..1000).for_each(round);
    let (_, used) = measure(|| (0..3000).for_each(round));
    assert_eq!(used.requests, 0);
}

#[test]
fn pg09_ten_thousand_scopes_in_a_row_keep_a_bounded_cache() {
    trim();
    let before = common::usage().chunk_bytes;
    for n in 0..10_000_usize {
        scope!(cx);
        cx.alloc_uninit_slice::<u8>(n * 7919 % 300_000);
        assert!(common::usage().chunk_bytes - before <= CACHE + (1 << 20));
    }
    assert!(common::usage().chunk_bytes - before <= CACHE);
    trim();
    assert_eq!(common::usage().chunk_bytes, before);
}

/// Opens so many scopes inside each other, none of which lends the next its memory.
fn many_at_once(n: usize) {
    scope!(cx);
    cx.alloc([0_u64; 100]);
    if n > 0 {
        many_at_once(n - 1);
    }
}

#[test]
fn pg09_a_thousand_scopes_at_once_keep_a_bounded_cache() {
    common::on_a_large_stack(|| {
        many_at_once(2000);
        assert!(common::usage().chunk_bytes <= CACHE);
        trim();
        assert_eq!(common::usage().chunk_bytes, 0);
    });
}

/// Rows that each keep something outside; `nested` opens scopes in the row as well.
fn rows(cx: MemCx<'_>, nested: bool) {
    for n in 0..100_000_u64 {
        scope!(row in cx);
        let text = row.alloc_fmt(format_args!("row {n}"));
        if nested {
            scope!(cell in row);
            cell.alloc_slice_copy(&[n; 20]);
            row.alloc([n; 5]);
            scope!(deeper in cell);
            assert_eq!(*deeper.alloc(n), n);
            cx.alloc(n);
        }
        cx.alloc_str(text);
    }
}

#[test]
fn pg08_a_value_kept_outside_in_each_row_does_not_cost_a_chunk_each() {
    for nested in [false, true] {
        let bound = if nested { 24 } else { 16 };
        balanced(|| {
            scope!(cx);
            let (_, used) = measure(|| rows(cx, nested));
            assert!(used.chunks <= bound, "in a root scope, nested: {nested}: {used:?}");
        });
        balanced(|| {
            scope!(root);
            root.alloc(1);
            scope!(cx in root);
            cx.alloc(1);
            let (_, used) = measure(|| rows(cx, nested));
            assert!(used.chunks <= bound, "in an inner scope, nested: {nested}: {used:?}");
        });
    }
}

/// The window, which the second of two scopes is lent, comes back before the spare of the first: the next row begins in that
/// all the same, so that the window is at hand for what is kept.
#[test]
fn pg08_two_scopes_in_a_row_leave_the_window_to_what_is_kept_after_them() {
    scope!(cx);
    cx.alloc(0);
    let (_, used) = measure(|| {
        for n in 0..10_000_u64 {
            {
                scope!(left in cx);
                left.alloc(n);
                scope!(right in cx);
                right.alloc(n);
            }
            scope!(row in cx);
            row.alloc(n);
            cx.alloc(n);
        }
    });
    // Of small chunks, as the window is lent where the parent moves on, 80 kB fill 40.
    assert!(used.chunks <= 50, "{used:?}");
}

#[test]
fn pg08_values_of_any_size_kept_outside_share_chunks() {
    fn keep(cx: MemCx<'_>, size: usize) -> usize {
        let (_, used) = measure(|| {
            for _ in 0..10_000 {
                scope!(row in cx);
                row.alloc(1_u8);
                cx.alloc_uninit_slice::<u8>(size);
            }
        });
        used.chunks
    }
    for size in [100, 1000, 1800, 3000, 20_000] {
        let most = 40 + size * 10_000 / (1 << 19);
        {
            scope!(cx);
            cx.alloc_uninit_slice::<u8>(size);
            let chunks = keep(cx, size);
            assert!(chunks <= most, "{size} bytes a row: {chunks} chunks in a root scope");
        }
        scope!(root);
        scope!(cx in root);
        cx.alloc_uninit_slice::<u8>(size);
        let chunks = keep(cx, size);
        assert!(chunks <= most, "{size} bytes a row: {chunks} chunks in an inner scope");
    }
}

#[test]
fn pg09_a_cache_full_of_small_chunks_makes_room_for_larger_ones() {
    common::on_a_large_stack(|| {
        many_at_once(2000);
        let round = || {
            scope!(cx);
            cx.alloc(1);
            cx.alloc_uninit_slice::<u8>(100_000);
            scope!(tmp in cx);
            tmp.alloc_uninit_slice::<u8>(300_000);
        };
        (0..3).for_each(|_| round());
        let (_, used) = measure(|| (0..100).for_each(|_| round()));
        assert_eq!(used.requests, 0);
    });
}

#[test]
fn pg09_a_chunk_too_large_for_the_cache_goes_back_at_once() {
    const LIMIT: usize = (8 << 20) - 16;
    trim();
    let before = common::usage().chunk_bytes;
    {
        scope!(cx, limit = LIMIT);
        cx.free(cx.boxed_uninit_slice::<u8>(LIMIT - 16));
        cx.alloc(0_u64);
        // The rest that it borrows and leaves pays for all of its chunk.
        scope!(tmp in cx);
        let _ = tmp.alloc_layout(Layout::from_size_align(LIMIT + 16 - 4096, 4096).unwrap());
    }
    assert!(common::usage().chunk_bytes - before <= CACHE);
}

#[test]
fn cx05_a_threads_memory_starts_with_its_first_use_and_ends_with_it() {
    static LEDGER: Ledger = Ledger::new();
    for _ in 0..3 {
        thread::spawn(|| {
            LEDGER.watch();
            {
                scope!(cx);
                assert_eq!(LEDGER.bytes(), 0);
                everything(cx);
                scope!(tmp in cx);
                tmp.alloc_slice_default::<u8>(100_000);
            }
            assert!(LEDGER.bytes() > 0, "the cache holds chunks for the next scope");
        })
        .join()
        .unwrap();
        assert_eq!(LEDGER.bytes(), 0);
    }
}

#[test]
fn cx05_a_scope_in_a_thread_locals_destructor() {
    static LEDGER: Ledger = Ledger::new();
    static ENDED: Ledger = Ledger::new();
    struct Late(RefCell<Vec<u32>>);
    impl Drop for Late {
        fn drop(&mut self) {
            for _ in 0..3 {
                scope!(cx);
                let sum = cx.alloc_iter(self.0.borrow().iter().map(|n| n * 2)).iter().sum::<u32>();
                scope!(tmp in cx);
                everything(tmp);
                cx.adopt(vec![sum]);
            }
            ENDED.watch();
            with_scope(|cx| *cx.alloc(0));
            LEDGER.watch();
        }
    }
    thread_local! {
        static BEFORE: Late = const { Late(RefCell::new(Vec::new())) };
        static AFTER: Late = const { Late(RefCell::new(Vec::new())) };
    }
    thread::spawn(|| {
        LEDGER.watch();
        BEFORE.with(|late| late.0.borrow_mut().push(1));
        with_scope(everything);
        AFTER.with(|late| late.0.borrow_mut().push(2));
    })
    .join()
    .unwrap();
    assert_eq!(LEDGER.bytes().wrapping_add(ENDED.bytes()), 0);

    // The thread's first scope is the one in the destructor.
    thread::spawn(|| {
        LEDGER.watch();
        BEFORE.with(|late| late.0.borrow_mut().push(1));
    })
    .join()
    .unwrap();
    assert_eq!(LEDGER.bytes().wrapping_add(ENDED.bytes()), 0);
}

#[test]
fn cx05_a_thread_that_panics_returns_everything_too() {
    static LEDGER: Ledger = Ledger::new();
    let result = thread::spawn(|| {
        LEDGER.watch();
        scope!(cx);
        everything(cx);
        scope!(tmp in cx);
        everything(tmp);
        std::panic::resume_unwind(Box::new(()));
    })
    .join();
    assert!(result.is_err());
    assert_eq!(LEDGER.bytes(), 0);
}

#[test]
fn pg09_trim_leaves_open_scopes_alone() {
    balanced(|| {
        scope!(cx);
        let kept = cx.alloc_iter(0..1000);
        {
            scope!(tmp in cx);
            tmp.alloc_slice_default::<u64>(10_000);
            trim();
            tmp.alloc([1_u64; 100]);
        }
        trim();
        assert!(kept.iter().copied().eq(0..1000));
        cx.alloc([1_u64; 100]);
    });
}
