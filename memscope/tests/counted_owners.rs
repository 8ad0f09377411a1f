//! Owners that are several: the memory goes with the last of them, whichever it is, and on whichever thread.

mod common;

use std::collections::HashSet;
use std::mem::{replace, size_of, swap};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Barrier;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use common::{Log, Loud, balanced, measure, panic_text, without_heap};
use memscope::{Keepable, Kept, KeptArc, KeptRc, MemBox, keep, scope, trim, with_scope};

/// A text with a destructor beside it.
#[derive(Keepable)]
struct Page<'mcx> {
    text: &'mcx str,
    _loud: MemBox<'mcx, Loud>,
}

fn page(log: &Log, id: u32) -> Kept<Page<'static>> {
    Kept::new(|cx| Page { text: cx.alloc_fmt(format_args!("page {id}")), _loud: cx.boxed(log.loud(id)) })
}

fn text(text: &str) -> Kept<&'static str> {
    Kept::new(|cx| &*cx.alloc_str(text))
}

#[test]
fn kp06_the_last_owner_on_a_thread_frees() {
    balanced(|| {
        let log = Log::default();
        let one = page(&log, 1).into_rc();
        assert_eq!(KeptRc::strong_count(&one), 1);
        let two = one.clone();
        let three = two.clone();
        assert_eq!(KeptRc::strong_count(&one), 3);
        assert!(KeptRc::ptr_eq(&one, &three));
        drop(one);
        assert_eq!((two.with(|page| page.text), KeptRc::strong_count(&three)), ("page 1", 2));
        drop(two);
        assert_eq!(log.take(), []);
        drop(three);
        assert_eq!(log.take(), [1]);
    });
}

#[test]
fn kp06_the_last_owner_on_any_thread_frees() {
    const THREADS: usize = 4;
    let log = Log::default();
    for round in 0..50 {
        let first = page(&log, round).into_arc();
        let start = Barrier::new(THREADS);
        thread::scope(|threads| {
            for _ in 0..THREADS {
                let (mine, start, log) = (first.clone(), &start, &log);
                threads.spawn(move || {
                    start.wait();
                    let others: Vec<_> = (0..10).map(|_| mine.clone()).collect();
                    assert!(others.iter().all(|other| other.with(|page| page.text) == format!("page {round}")));
                    drop(mine);
                    assert_eq!(log.take(), []);
                });
            }
            drop(first);
        });
        assert_eq!(log.take(), [round]);
    }
}

#[test]
fn kp06_sharing_costs_no_memory_and_cannot_fail() {
    balanced(|| {
        let kept = text("shared");
        let (shared, used) = measure(|| {
            without_heap(|| {
                let rc = kept.into_rc();
                let kept = KeptRc::try_unwrap(rc.clone()).map(|_| ()).expect_err("there are two");
                drop(kept);
                let kept = KeptRc::try_unwrap(rc).expect("there is one");
                let arc = kept.into_arc();
                (arc.clone(), arc)
            })
        });
        assert_eq!((used.requests, &**shared.0, KeptArc::strong_count(&shared.1)), (0, "shared", 2));
        assert_eq!(size_of::<Option<KeptArc<&'static str>>>(), 2 * size_of::<usize>());
    });
}

#[test]
fn kp06_the_only_owner_may_be_changed() {
    balanced(|| {
        let mut one = text("one").into_arc();
        let two = one.clone();
        assert!(KeptArc::get_mut(&mut one).is_none());
        drop(two);
        KeptArc::get_mut(&mut one).unwrap().with_mut(|root, cx| *root = cx.alloc_str("changed"));
        assert_eq!(&**one, "changed");
    });
}

/// The count belongs to the memory that it counts, wherever the owners of it are put.
#[test]
fn kp06_the_only_owner_may_be_exchanged() {
    balanced(|| {
        let log = Log::default();
        let mut shared = page(&log, 1).into_rc();
        let mut alone = page(&log, 2);
        swap(KeptRc::get_mut(&mut shared).unwrap(), &mut alone);
        drop(alone);
        trim(); // what was freed is the heap's again: a sanitizer sees who still uses it
        assert_eq!(log.take(), [1]);
        let other = shared.clone();
        assert_eq!((other.with(|page| page.text), KeptRc::strong_count(&shared)), ("page 2", 2));
        drop((shared, other));
        assert_eq!(log.take(), [2]);

        let (mut rc, mut arc) = (page(&log, 3).into_rc(), page(&log, 4).into_arc());
        swap(KeptRc::get_mut(&mut rc).unwrap(), KeptArc::get_mut(&mut arc).unwrap());
        let (rcs, arcs) = ([rc.clone(), rc], [arc.clone(), arc]);
        assert!(rcs.iter().all(|rc| rc.with(|page| page.text) == "page 4"));
        drop(rcs);
        assert_eq!(log.take(), [4]);
        assert!(arcs.iter().all(|arc| arc.with(|page| page.text) == "page 3"));
        drop(arcs);
        assert_eq!(log.take(), [3]);

        let mut shared = page(&log, 5).into_arc();
        *KeptArc::get_mut(&mut shared).unwrap() = page(&log, 6);
        assert_eq!(log.take(), [5]);
        let old = replace(KeptArc::get_mut(&mut shared).unwrap(), page(&log, 7));
        drop(shared);
        assert_eq!((log.take(), old.with(|page| page.text)), (vec![7], "page 6"));
    });
}

#[test]
fn kp06_unwrapping_on_many_threads_gives_the_owner_to_one_at_most() {
    const THREADS: usize = 4;
    let log = Log::default();
    for round in 0..100 {
        let first = page(&log, round).into_arc();
        let (start, unwrapped) = (Barrier::new(THREADS), AtomicUsize::new(0));
        thread::scope(|threads| {
            for _ in 0..THREADS {
                let (mine, start, unwrapped) = (first.clone(), &start, &unwrapped);
                threads.spawn(move || {
                    start.wait();
                    if let Ok(mut kept) = KeptArc::try_unwrap(mine) {
                        unwrapped.fetch_add(1, Ordering::Relaxed);
                        kept.with_mut(|page, cx| page.text = cx.alloc_str("mine alone"));
                    }
                });
            }
            drop(first);
        });
        assert!(unwrapped.into_inner() <= 1);
        assert_eq!(log.take(), [round]);
    }
}

#[test]
fn kp06_changing_waits_for_what_the_others_did() {
    for _ in 0..200 {
        let mut one = Kept::<MemBox<'static, AtomicUsize>>::new(|cx| cx.boxed(AtomicUsize::new(0))).into_arc();
        let two = one.clone();
        let thread = thread::spawn(move || two.with(|number| number.store(1, Ordering::Relaxed)));
        loop {
            if let Some(kept) = KeptArc::get_mut(&mut one) {
                assert_eq!(kept.with_mut(|number, _| *number.get_mut()), 1);
                break;
            }
            thread::yield_now();
        }
        thread.join().unwrap();
    }
}

#[test]
fn kp06_values_kept_with_a_counted_owner_live_as_long_as_the_last() {
    let log = Log::default();
    let one = page(&log, 1).into_arc();
    thread::scope(|threads| {
        for thread in 0..4 {
            let (mine, log) = (one.clone(), &log);
            threads.spawn(move || {
                for i in 0..50 {
                    let number: &mut usize = mine.keep(i);
                    let loud: &mut Loud = mine.adopt(log.loud(100 + thread));
                    assert_eq!((*number, loud.id), (i, 100 + thread));
                }
            });
        }
    });
    assert_eq!((log.take(), KeptArc::strong_count(&one)), (vec![], 1));
    let Ok(mut kept) = KeptArc::try_unwrap(one) else { panic!("there is one") };
    kept.with_mut(|page, _| page.text = "");
    assert_eq!(log.take(), []);
    drop(kept);
    let dropped = log.take();
    assert_eq!((dropped[0], dropped.len()), (1, 201));
}

#[test]
fn kp06_a_value_of_two_unrelated_owners_lives_until_the_last_of_all_goes() {
    for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        let log = Log::default();
        let (a, b) = (text("a").into_arc(), text("b"));
        let value: KeptArc<&'static Loud> = keep!(log.loud(7), with = (a, b), counted);
        assert_eq!((value.id, KeptArc::strong_count(&value)), (7, 3));
        let mut owners: [Option<Box<dyn Send>>; 3] = [Some(Box::new(a)), Some(Box::new(b)), Some(Box::new(value))];
        for at in &order[..2] {
            owners[*at] = None;
            assert_eq!(log.take(), []);
        }
        owners[order[2]] = None;
        assert_eq!(log.take(), [7]);
    }
}

#[test]
fn kp06_a_value_of_scopes_and_owners_is_counted() {
    balanced(|| {
        let log = Log::default();
        let owner = text("owner");
        {
            scope!(cx);
            let list = cx.vec::<u8>();
            let value: KeptArc<&'static Loud> = keep!(log.loud(1), with = (owner, list, cx), counted);
            assert_eq!(KeptArc::strong_count(&value), 4);
        }
        assert_eq!(log.take(), []);
        drop(owner);
        assert_eq!(log.take(), [1]);
    });
}

#[test]
fn kp06_a_panic_in_a_destructor_frees_the_memory_all_the_same() {
    struct Bomb;
    impl Drop for Bomb {
        fn drop(&mut self) {
            resume_unwind(Box::new("bomb"));
        }
    }
    balanced(|| {
        let log = Log::default();
        let one = page(&log, 1).into_arc();
        one.adopt(log.loud(2));
        one.adopt(Bomb);
        one.adopt(log.loud(3));
        let two = one.clone();
        drop(one);
        assert!(catch_unwind(AssertUnwindSafe(|| drop(two))).is_err());
        assert_eq!(log.take(), [1, 3, 2]);
    });
}

/// What the documentation of `Counted` warns of: such an owner is not freed by itself.
#[test]
fn kp06_an_owner_that_adopts_itself_is_freed_when_the_cycle_is_broken() {
    balanced(|| {
        let log = Log::default();
        let one = page(&log, 1).into_arc();
        let inner: &mut KeptArc<Page<'static>> = one.adopt(one.clone());
        assert_eq!((KeptArc::strong_count(&one), inner.with(|page| page.text)), (2, "page 1"));
        *inner = page(&log, 2).into_arc();
        assert_eq!(KeptArc::strong_count(&one), 1);
        drop(one);
        assert_eq!(log.take(), [1, 2]);
    });
}

#[test]
fn kp06_std_traits_are_those_of_the_root() {
    let (one, other, two) = (text("one").into_rc(), text("one").into_rc(), text("two").into_rc());
    assert!(one == other && one != two && !KeptRc::ptr_eq(&one, &other));
    assert_eq!((format!("{one:?}"), one.len()), ("\"one\"".to_owned(), 3));
    assert!(one < two && two.partial_cmp(&one).is_some_and(|order| order.is_gt()));
    let (one, other) = (text("one").into_arc(), text("one").into_arc());
    assert_eq!((one.cmp(&other).is_eq(), format!("{one:>5}")), (true, "  one".to_owned()));
    let mut seen = HashSet::from([one]);
    assert!(!seen.insert(other) && seen.insert(text("two").into_arc()));
}

#[cfg_attr(feature = "checked", ignore = "about chunks")]
#[test]
fn kp06_ten_thousand_shares_ask_the_heap_for_nothing() {
    balanced(|| {
        let round = || {
            let one = text("round").into_arc();
            drop((one.clone(), one));
        };
        round();
        let (_, used) = measure(|| (0..10_000).for_each(|_| round()));
        assert_eq!((used.requests, used.held), (0, 0));
    });
}

#[test]
fn kp06_a_counted_owner_may_be_made_in_a_scope_and_leave_it() {
    let shared = with_scope(|cx| {
        let draft = cx.alloc_str("draft");
        text(draft).into_rc()
    });
    let text = panic_text(|| {
        let _shared = shared.clone();
        panic!("unwinding drops a share");
    });
    assert_eq!((&*text, KeptRc::strong_count(&shared)), ("unwinding drops a share", 1));
}
