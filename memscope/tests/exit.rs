//! What a scope runs at its end: adopted values and deferred calls.

mod common;

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Arc;

use common::{Log, balanced};
use memscope::{MemBox, scope};

#[test]
fn pg05_defer_is_lifo_together_with_what_was_adopted() {
    let log = Log::default();
    {
        scope!(cx);
        for n in 0..4 {
            let deferred = log.clone();
            cx.defer(move || deferred.note(10 * n));
            cx.adopt(log.loud(10 * n + 1));
        }
        assert!(log.take().is_empty());
    }
    assert_eq!(log.take(), [31, 30, 21, 20, 11, 10, 1, 0]);
}

#[test]
fn pg05_the_order_holds_over_many_chunks() {
    let log = Log::default();
    balanced(|| {
        scope!(cx);
        for n in 0..2000 {
            cx.adopt(log.loud(n));
            match n % 4 {
                0 => drop(cx.alloc_str("text")),
                1 => drop(cx.alloc([0_u64; 40])),
                2 => drop(cx.alloc_slice_default::<u8>(n as usize * 10)),
                _ => {}
            }
        }
    });
    assert_eq!(log.take(), (0..2000).rev().collect::<Vec<_>>());
}

#[test]
fn pg05_inner_scopes_end_first() {
    let log = Log::default();
    {
        scope!(cx);
        cx.adopt(log.loud(1));
        scope!(tmp in cx);
        tmp.adopt(log.loud(2));
        cx.adopt(log.loud(3)); // in the outer scope, while the inner one is open
        scope!(deeper in tmp);
        deeper.adopt(log.loud(4));
        tmp.adopt(log.loud(5));
        cx.adopt(log.loud(6));
    }
    assert_eq!(log.take(), [4, 5, 2, 6, 3, 1]);
}

#[test]
fn pg05_a_panic_in_one_neither_skips_nor_repeats_another() {
    const ENTRIES: u32 = 6;
    let log = Log::default();
    for culprit in 0..ENTRIES {
        balanced(|| {
            let result = catch_unwind(AssertUnwindSafe(|| {
                scope!(cx);
                for n in 0..ENTRIES {
                    let log = log.clone();
                    cx.defer(move || {
                        log.note(n);
                        if n == culprit {
                            resume_unwind(Box::new(n));
                        }
                    });
                    cx.alloc_slice_default::<u8>(1500);
                }
            }));
            assert_eq!(*result.unwrap_err().downcast::<u32>().unwrap(), culprit, "the panic goes on");
            assert_eq!(log.take(), [5, 4, 3, 2, 1, 0]);
        });
    }
}

#[test]
fn pg05_a_panic_at_the_end_of_an_inner_scope_leaves_the_outer_one_whole() {
    let log = Log::default();
    balanced(|| {
        scope!(cx);
        let kept = cx.alloc_str("kept");
        cx.adopt(log.loud(1));
        let result = catch_unwind(AssertUnwindSafe(|| {
            scope!(tmp in cx);
            tmp.adopt(log.loud(2));
            tmp.defer(|| resume_unwind(Box::new(())));
        }));
        assert!(result.is_err());
        assert_eq!((log.take(), &*kept), (vec![2], "kept"));
        assert_eq!(cx.alloc_str("more"), "more");
    });
    assert_eq!(log.take(), [1]);
}

#[test]
fn pg05_destructors_may_open_scopes_and_defer() {
    let log = Log::default();
    balanced(|| {
        scope!(cx);
        let outer = log.clone();
        cx.defer(move || {
            scope!(cx);
            let inner = outer.clone();
            cx.defer(move || inner.note(2));
            assert_eq!(cx.alloc_iter(0..1000).len(), 1000);
            outer.note(1);
        });
    });
    assert_eq!(log.take(), [1, 2]);
}

#[test]
fn pg05_any_number_of_calls() {
    let count = Arc::new(());
    balanced(|| {
        scope!(cx);
        for _ in 0..100_000 {
            let one = count.clone();
            cx.defer(move || drop(one));
        }
        assert_eq!(Arc::strong_count(&count), 100_001);
    });
    assert_eq!(Arc::strong_count(&count), 1);
}

#[test]
fn kp01_fields_drop_in_their_order() {
    struct Pair {
        _first: common::Loud,
        _second: common::Loud,
    }
    let log = Log::default();
    {
        scope!(cx);
        cx.adopt(Pair { _first: log.loud(1), _second: log.loud(2) });
        let boxed = cx.boxed(Pair { _first: log.loud(3), _second: log.loud(4) });
        drop(boxed);
        assert_eq!(log.take(), [3, 4]);
    }
    assert_eq!(log.take(), [1, 2]);
}

#[test]
fn kp01_boxes_drop_when_they_go_and_not_again() {
    let log = Log::default();
    balanced(|| {
        scope!(cx);
        let first = cx.boxed(log.loud(1));
        let second = cx.boxed(log.loud(2));
        drop(first);
        assert_eq!(log.take(), [1]);
        cx.free(second);
        assert_eq!(log.take(), [2]);
        assert_eq!(MemBox::into_inner(cx.boxed(log.loud(3))).id, 3);
        assert_eq!(log.take(), [3]);
        struct NeverDropped;
        impl Drop for NeverDropped {
            fn drop(&mut self) {
                unreachable!("leaked");
            }
        }
        let _leaked: &mut NeverDropped = MemBox::leak(cx.boxed(NeverDropped));
        let _to_the_end = cx.boxed(log.loud(5));
        let _dropped_before_it = cx.boxed(log.loud(6));
    });
    assert_eq!(log.take(), [6, 5]);
}

#[test]
fn kp01_an_adopted_value_can_be_used_until_the_end() {
    scope!(cx);
    let names = cx.adopt(Vec::new());
    for n in 0..1000 {
        scope!(row in cx);
        names.push(row.alloc_fmt(format_args!("{n}")).to_owned());
    }
    assert_eq!(names.len(), 1000);
    assert_eq!(names[999], "999");
}
