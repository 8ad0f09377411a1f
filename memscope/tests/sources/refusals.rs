//! Sources that refuse, at any moment.

use std::num::NonZeroU64;

use memscope::source::{Failing, First, Heap, Limited, Source, Static, Thread};
use memscope::{Cause, with_scope_on};

use crate::common::{balanced, without_heap};
use crate::lab::Lab;
use crate::scope_on;
use crate::work::all_kinds;

/// The work on a source that refuses: it ends with an error or well, and everything is given back.
fn run(source: impl Source) -> bool {
    match with_scope_on(source, |cx| all_kinds(cx, 8000)) {
        Ok(()) => true,
        Err(error) => {
            assert_eq!(error.cause(), Cause::OutOfMemory);
            false
        }
    }
}

#[test]
fn al01_any_request_may_be_refused() {
    for objects in [false, true] {
        // Of the thousands of objects, some.
        for n in (0..).step_by(if objects { 13 } else { 1 }) {
            let lab = Lab::new(objects, n * 7 % 50);
            let from = Failing::from(&lab, n);
            let ok = run(&from);
            assert_eq!(lab.blocks(), 0);
            let at = Failing::at(&lab, n);
            let once = run(&at);
            assert_eq!(lab.blocks(), 0);
            if from.requests() <= n {
                assert!(ok && once);
                break;
            }
            assert!(!ok);
        }
    }
}

#[test]
fn al01_requests_refused_by_chance() {
    for seed in 0..100 {
        let objects = seed % 2 == 0;
        let lab = Lab::new(objects, 100);
        let n = if objects { 400 } else { 3 };
        run(Failing::one_in(&lab, NonZeroU64::new(n).unwrap(), seed));
        assert_eq!(lab.blocks(), 0);
        run(First::new(
            Failing::one_in(&lab, NonZeroU64::new(2).unwrap(), seed),
            Failing::one_in(&lab, NonZeroU64::new(2).unwrap(), !seed),
        ));
        assert_eq!(lab.blocks(), 0);
    }
}

#[test]
fn al02_the_second_source_helps_out() {
    let lab = Lab::new(false, 0);
    for n in 0..20 {
        assert!(run(First::new(Failing::from(&lab, n), Heap)));
        assert!(run(First::new(Failing::one_in(&lab, NonZeroU64::new(2).unwrap(), n as u64), &lab)));
    }
}

#[test]
fn pg12_the_error_names_the_scope_and_needs_no_memory() {
    static RESERVE: Static<4096> = Static::new();
    balanced(|| {
        without_heap(|| {
            let source = First::new(Limited::new(Thread, 0), Failing::from(Heap, 0));
            scope_on!(row, &source);
            let error = row.try_alloc_slice_default::<u64>(100).unwrap_err();
            assert_eq!(
                (error.scope(), error.size(), error.align(), error.cause()),
                ("row", 800, 8, Cause::OutOfMemory)
            );
            // A scope on a buffer can say so when nothing else is left.
            let reserve = RESERVE.take().unwrap();
            scope_on!(report, &reserve);
            let text = report.alloc_fmt(format_args!("{error}"));
            assert_eq!(text, "scope `row` cannot allocate 800 bytes (align 8): out of memory");
        });
    });
}

#[test]
fn al01_a_refused_growth_leaves_the_contents() {
    for objects in [false, true] {
        let lab = Lab::new(objects, 0);
        let limited = Limited::new(&lab, 100_000);
        {
            scope_on!(cx, &limited);
            let mut list = cx.vec();
            let full = (0_u64..).find(|n| list.try_push(*n).is_err()).unwrap();
            assert!(list.iter().copied().eq(0..full) && full > 1000);
            limited.set_limit(1 << 20);
            list.push(full);
            assert!(list.iter().copied().eq(0..=full));
        }
        assert_eq!(limited.used(), 0);
    }
}
