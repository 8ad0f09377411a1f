//! How much a thread keeps for its next scopes: what they need again, within bounds.
#![cfg(not(feature = "checked"))] // then there is no cache

mod common;

use std::thread;

use common::{Ledger, balanced, measure, usage};
use memscope::{Kept, MemCx, trim, with_scope};

const MIB: usize = 1 << 20;
/// What a thread keeps whatever it does: the list's least budget, the slot, and some small chunks.
const LEAST: isize = (2 * MIB + (32 << 10)) as isize;
/// What it keeps at most.
const MOST: isize = (33 * MIB + (32 << 10)) as isize;

fn fill(cx: MemCx<'_>, bytes: usize) {
    for _ in 0..bytes >> 13 {
        cx.alloc_uninit_slice::<u8>(1 << 13);
    }
}

/// A scope that needs so much in many chunks.
fn round(bytes: usize) {
    with_scope(|cx| fill(cx, bytes));
}

/// What the cache holds after `f`, if it held nothing before.
fn kept(f: impl FnOnce()) -> isize {
    balanced(|| {
        let before = usage().chunk_bytes;
        f();
        usage().chunk_bytes - before
    })
}

#[test]
fn pg09_what_scopes_need_again_is_kept() {
    for bytes in [3 * MIB, 8 * MIB, 30 * MIB] {
        balanced(|| {
            (0..4).for_each(|_| round(bytes));
            let (_, used) = measure(|| (0..30).for_each(|_| round(bytes)));
            assert_eq!((used.requests, used.held), (0, 0), "{bytes} bytes");
        });
    }
}

#[test]
fn pg09_what_scopes_need_once_is_not() {
    assert!(kept(|| round(30 * MIB)) <= LEAST);
    let once = kept(|| {
        (0..10).for_each(|_| round(100_000));
        round(30 * MIB);
        (0..100).for_each(|_| round(100_000));
    });
    assert!(once <= LEAST, "{once} bytes");
}

#[test]
fn pg09_nothing_makes_a_thread_keep_more_than_its_bound() {
    for bytes in [30 * MIB, 34 * MIB, 100 * MIB] {
        let kept = kept(|| {
            for _ in 0..5 {
                round(bytes);
                assert!(usage().chunk_bytes <= MOST, "{bytes} bytes");
            }
        });
        assert!(kept > LEAST);
    }
    // Growing is no way round the bound of what was never needed at once.
    let sizes = kept(|| (0..2000).for_each(|n: usize| round(n * 7919 % (3 * MIB))));
    assert!(sizes <= 6 * MIB as isize, "{sizes} bytes");
}

#[test]
fn pg09_what_is_needed_no_more_goes_back() {
    let after = |bytes| {
        kept(|| {
            (0..5).for_each(|_| round(30 * MIB));
            assert!(usage().chunk_bytes > 29 * MIB as isize);
            (0..1000).for_each(|_| round(bytes));
        })
    };
    // Where scopes need a tenth of it, and where they need half.
    assert!(after(3 * MIB) <= 5 * MIB as isize);
    let half = after(15 * MIB);
    assert!((14 * MIB as isize..19 * MIB as isize).contains(&half), "{half} bytes");
}

#[test]
fn pg09_trim_forgets_what_was_needed() {
    balanced(|| {
        (0..5).for_each(|_| round(30 * MIB));
        let before = usage().chunk_bytes;
        trim();
        assert!(usage().chunk_bytes < before - 29 * MIB as isize);
        round(30 * MIB);
        assert!(usage().chunk_bytes <= LEAST);
    });
}

#[test]
fn pg09_a_thread_on_which_scopes_only_end_keeps_little() {
    static LEDGER: Ledger = Ledger::new();
    let owner = |_| {
        Kept::<&'static u8>::new(|cx| {
            fill(cx, 10 * MIB);
            &*cx.alloc(7)
        })
    };
    let fills = thread::spawn(move || {
        LEDGER.watch();
        (0..10).map(owner).collect::<Vec<_>>()
    });
    let owners = fills.join().unwrap();
    assert!(LEDGER.bytes() > 100 * MIB);
    let ends = thread::spawn(move || {
        LEDGER.watch();
        drop(owners);
        assert!(LEDGER.bytes() as isize <= LEAST);
    });
    ends.join().unwrap();
    assert_eq!(LEDGER.bytes(), 0);
}

#[cfg(feature = "rayon")]
#[test]
fn pg09_a_parallel_region_begins_with_what_the_last_one_left() {
    use memscope::CollectIn;
    use rayon::prelude::*;

    rayon::ThreadPoolBuilder::new().num_threads(2).build_global().unwrap();
    // The threads fill, this one frees.
    let round = || {
        with_scope(|cx| {
            let parts = (0..1000).into_par_iter();
            let parts = parts.collect_in::<&'static [u8]>(cx, |cx, n, _| &*cx.alloc_slice_copy(&[n as u8; 20_000]));
            assert!(parts.iter().enumerate().all(|(n, part)| part[0] == n as u8));
        });
    };
    let chunks = || rayon::broadcast(|_| usage().chunks).into_iter().sum::<usize>() + usage().chunks;
    let measured = |rounds| {
        let before = chunks();
        (0..rounds).for_each(|_| round());
        chunks() - before
    };
    let first = measured(1);
    assert!(first >= 20);
    measured(4);
    // Some rounds are divided otherwise among the threads.
    let later = measured(20);
    assert!(later < 2 * first, "{later} chunks in 20 rounds, {first} in the first");
}

#[cfg(feature = "rayon")]
#[test]
fn pg09_what_a_parallel_region_does_not_need_is_bounded_after_a_trim() {
    use memscope::CollectIn;
    use rayon::prelude::*;

    static LEDGER: Ledger = Ledger::new();
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).start_handler(|_| LEDGER.watch()).build().unwrap();
    pool.install(|| {
        (0..5).for_each(|_| round(30 * MIB));
        assert!(LEDGER.bytes() > 29 * MIB);
        with_scope(|cx| {
            // The only thread is the caller's, whose chunks the region has.
            (0..1).into_par_iter().collect_in::<&'static str>(cx, |cx, n, _| {
                trim();
                &*cx.alloc_fmt(format_args!("{n}"))
            });
        });
        assert!(LEDGER.bytes() as isize <= LEAST, "{} bytes", LEDGER.bytes());
    });
}
