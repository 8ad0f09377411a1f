//! Transactions: what was made in one lives on in the scope around it, or is gone.

mod common;

use std::alloc::Layout;
use std::mem::MaybeUninit;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::pin::Pin;

use common::{Blocks, Log, balanced, forget, measure, poll, turn, with_chunks};
use memscope::{Carried, Family, Keepable, Kept, MemBox, MemCx, scope, trim};

#[derive(Carried)]
struct Rows<'mcx> {
    names: &'mcx [&'mcx str],
    outer: &'mcx str,
    boxed: MemBox<'mcx, u64>,
}

impl Family for Rows<'_> {
    type Rest = ();
}

impl<'m> Keepable<'m> for Rows<'_> {
    type At = Rows<'m>;
}

fn rows<'cx>(cx: MemCx<'cx>, text: &str, outer: &'cx str, fill: usize) -> Result<Rows<'cx>, String> {
    cx.transaction::<Rows<'static>, _>(|tx, _| {
        let text = &*tx.alloc_str(text);
        for i in 0..fill {
            tx.alloc([i; 8]);
        }
        let mut names = tx.vec();
        for name in text.split(',') {
            if name.is_empty() {
                return Err(format!("no name in {text:?}"));
            }
            names.push(name);
        }
        tx.adopt(String::from("adopted"));
        Ok(Rows { names: names.into_slice(), outer, boxed: tx.boxed(names_len(text)) })
    })
}

impl Rows<'_> {
    /// Where all of it is.
    fn places(&self) -> Vec<usize> {
        let texts = self.names.iter().chain([&self.outer]).map(|text| text.as_ptr().addr());
        texts.chain([self.names.as_ptr().addr(), (&raw const *self.boxed).addr()]).collect()
    }
}

fn names_len(text: &str) -> u64 {
    text.split(',').count() as u64
}

#[test]
fn pg14_what_was_committed_lives_on() {
    for fill in [0, 1, 10, 100, 10_000] {
        scope!(cx);
        let outer = &*cx.alloc_str("outer");
        let mut kept = Vec::new();
        for round in 0..20 {
            let text = format!("a{round},b{round}");
            kept.push((text.clone(), rows(cx, &text, outer, fill).unwrap()));
            assert!(rows(cx, "x,,y", outer, fill).is_err());
            let beside = cx.alloc(round);
            *beside += 1;
        }
        for (text, rows) in kept {
            assert_eq!(rows.names.join(","), text);
            assert_eq!((rows.outer, *rows.boxed), ("outer", 2));
            cx.free(rows.boxed);
        }
    }
}

#[test]
fn pg14_what_was_committed_is_where_it_was_made() {
    for fill in [0, 10, 1000] {
        scope!(cx);
        for _ in 0..5 {
            let mut places = Vec::new();
            let made = cx.transaction::<Rows<'static>, String>(|tx, _| {
                let nested = rows(tx, "a,b", "outer", fill)?;
                (0..fill).for_each(|n| _ = tx.alloc([n; 8]));
                places = nested.places();
                Ok(nested)
            });
            assert_eq!(made.unwrap().places(), places);
        }
    }
}

#[test]
fn pg14_every_way_out_commits_or_rolls_back() {
    let log = Log::default();
    let leave = |cx: MemCx<'_>, way: &str| {
        let log = log.clone();
        let number = cx.transaction::<&'static u8, String>(|tx, _| {
            tx.adopt(log.loud(1));
            if way.is_empty() {
                return Ok(tx.alloc(0));
            }
            if way == "return" {
                return Err(String::from("an early return"));
            }
            let number = way.parse::<u8>().map_err(|error| error.to_string())?;
            if number > 9 { Err(format!("{number} is no digit")) } else { Ok(tx.alloc(number)) }
        });
        number.copied()
    };
    balanced(|| {
        scope!(cx);
        for (way, number) in [("", 0), ("7", 7)] {
            assert_eq!((leave(cx, way), log.take()), (Ok(number), vec![]));
        }
        for (way, error) in
            [("return", "an early return"), ("x", "invalid digit found in string"), ("10", "10 is no digit")]
        {
            assert_eq!((leave(cx, way), log.take()), (Err(error.to_owned()), vec![1]));
        }
    });
    assert_eq!(log.take(), [1, 1]);
}

#[test]
fn pg14_the_parent_may_allocate_meanwhile() {
    for fill in [0, 10, 1000] {
        scope!(cx);
        let mut all = Vec::new();
        for round in 0..50_usize {
            let outer = cx.alloc([round; 4]);
            let made = cx
                .transaction::<&'static [[usize; 8]], ()>(|tx, _| {
                    let mut values = tx.vec();
                    for i in 0..=fill {
                        values.push([i + round; 8]);
                        if i % 7 == 0 {
                            outer[1] = cx.alloc([i; 20])[0];
                        }
                    }
                    Ok(values.into_slice())
                })
                .unwrap();
            all.push((round, outer, made));
        }
        for (round, outer, made) in all {
            assert_eq!((outer[0], made.len()), (round, fill + 1));
            assert!(made.iter().enumerate().all(|(i, value)| *value == [i + round; 8]));
        }
    }
}

type Block = [usize; 8];

/// Chunks that `round` asks for when it is called in a loop.
fn chunks(rounds: usize, round: impl Fn(MemCx<'_>, usize)) -> usize {
    trim();
    scope!(cx);
    measure(|| (0..rounds).for_each(|n| round(cx, n))).1.chunks
}

fn commit(cx: MemCx<'_>, n: usize) {
    cx.transaction::<&'static Block, ()>(|tx, _| Ok(&*tx.alloc([n; 8]))).unwrap();
}

#[cfg_attr(feature = "checked", ignore = "about chunks")]
#[test]
fn pg14_a_loop_of_commits_takes_the_chunks_that_its_data_fills() {
    const ROUNDS: usize = 10_000;
    let plain = chunks(ROUNDS, |cx, n| _ = cx.alloc([n; 8]));
    assert_eq!(chunks(ROUNDS, commit), plain);
    let nested = chunks(ROUNDS, |cx, n| {
        let made = cx.transaction::<&'static Block, ()>(|tx, _| {
            commit(tx, n);
            tx.transaction::<&'static Block, ()>(|inner, _| Ok(&*inner.alloc([n; 8])))
        });
        assert_eq!(*made.unwrap(), [n; 8]);
    });
    assert!(nested <= 2 * plain, "{nested} chunks, {plain} for half as much");
    let adopted = chunks(ROUNDS, |cx, n| {
        assert_eq!(cx.transaction::<&'static usize, ()>(|tx, _| Ok(&*tx.adopt(n))), Ok(&n));
    });
    assert!(adopted <= plain, "{adopted} chunks for less");
    let large = chunks(ROUNDS, |cx, n| {
        cx.transaction::<&'static [usize; 375], ()>(|tx, _| Ok(&*tx.alloc([n; 375]))).unwrap();
    });
    assert!(large < 50, "{large} chunks for 30 MB");
}

/// Where two scopes need memory at the same time, the chunks do not double. They are filled all the same.
#[cfg_attr(feature = "checked", ignore = "about chunks")]
#[test]
fn pg14_a_loop_of_commits_wastes_little_where_scopes_allocate_by_turns() {
    const ROUNDS: usize = 10_000;
    let enough = |bytes: usize| ROUNDS * bytes / 1500;
    let by_turns = chunks(ROUNDS, |cx, n| {
        cx.transaction::<&'static Block, ()>(|tx, _| {
            cx.alloc([n; 8]);
            Ok(&*tx.alloc([n; 8]))
        })
        .unwrap();
    });
    assert!(by_turns < enough(128), "{by_turns} chunks");
    let scratch = chunks(ROUNDS, |cx, n| {
        cx.transaction::<&'static Block, ()>(|tx, _| {
            scope!(tmp in tx);
            let draft = tmp.alloc([n; 8]);
            Ok(&*tx.alloc(*draft))
        })
        .unwrap();
    });
    assert!(scratch < enough(64), "{scratch} chunks");
    let limited = chunks(ROUNDS, |cx, n| {
        let made = scope!(<'tx> tx in cx, try, limit = 1000 -> Result<&'tx str, ()> => {
            tx.alloc(n);
            Ok(tx.alloc_str("a string of 28 bytes, or so.."))
        });
        assert!(made.is_ok());
    });
    assert!(limited < enough(64), "{limited} chunks");
}

#[cfg_attr(feature = "checked", ignore = "about chunks")]
#[test]
fn pg14_what_is_rolled_back_costs_nothing() {
    scope!(cx);
    let next = |cx: MemCx<'_>| scope!(probe in cx => { (&raw const *probe.alloc(0_u64)).addr() });
    cx.alloc(0);
    let round = |n: usize| {
        let before = next(cx);
        let failed = cx.transaction::<&'static Block, usize>(|tx, _| {
            tx.adopt(n);
            tx.alloc([n; 8]);
            commit(tx, n);
            scope!(tmp in tx);
            for _ in 0..n % 100 {
                tmp.alloc([n; 8]);
                tx.alloc_str("text");
            }
            Err(n)
        });
        assert_eq!((failed, next(cx)), (Err(n), before));
    };
    (0..200).for_each(round);
    assert_eq!(measure(|| (0..10_000).for_each(round)).1.requests, 0);
}

#[test]
fn pg14_a_panic_rolls_back() {
    let log = Log::default();
    balanced(|| {
        scope!(cx);
        cx.adopt(log.loud(0));
        let text = cx.alloc_str("before");
        for fill in [0, 10, 1000] {
            let panicked = catch_unwind(AssertUnwindSafe(|| {
                cx.transaction::<&'static Block, ()>(|tx, _| {
                    tx.adopt(log.loud(1));
                    tx.transaction::<&'static str, ()>(|inner, _| {
                        inner.adopt(log.loud(2));
                        Ok("committed, but to what is gone")
                    })
                    .unwrap();
                    (0..fill).for_each(|n| _ = tx.alloc([n; 8]));
                    resume_unwind(Box::new("the body"))
                })
            }));
            assert_eq!(*panicked.unwrap_err().downcast::<&str>().unwrap(), "the body");
            assert_eq!(log.take(), [2, 1]);
            commit(cx, 1);
        }
        assert_eq!(text, "before");
    });
    assert_eq!(log.take(), [0]);
}

#[test]
fn pg14_a_panic_of_what_was_adopted_leaves_the_parent_usable() {
    struct Panics;
    impl Drop for Panics {
        fn drop(&mut self) {
            resume_unwind(Box::new("a destructor"));
        }
    }
    let log = Log::default();
    balanced(|| {
        scope!(cx);
        cx.alloc(0);
        for fill in [0, 1000] {
            let result = catch_unwind(AssertUnwindSafe(|| {
                cx.transaction::<&'static Block, ()>(|tx, _| {
                    tx.adopt(log.loud(1));
                    tx.adopt(Panics);
                    tx.adopt(log.loud(2));
                    (0..fill).for_each(|n| _ = tx.alloc([n; 8]));
                    Err(())
                })
            }));
            assert!(result.is_err());
            assert_eq!(log.take(), [2, 1]);
            commit(cx, 1);
        }
    });
}

#[test]
fn pg14_what_was_adopted_ends_with_the_scope_that_it_was_committed_to() {
    for fill in [0, 1000] {
        let log = Log::default();
        balanced(|| {
            scope!(outer);
            {
                scope!(cx in outer); // has no chunk at first
                for round in 0..3 {
                    let made = cx.transaction::<&'static str, ()>(|tx, _| {
                        tx.adopt(log.loud(round * 10));
                        (0..fill).for_each(|n| _ = tx.alloc([n; 8]));
                        let log = log.clone();
                        tx.defer(move || log.note(round * 10 + 1));
                        Ok("done")
                    });
                    assert_eq!(made, Ok("done"));
                    cx.adopt(log.loud(round * 10 + 2));
                    assert!(log.take().is_empty());
                }
            }
            assert_eq!(log.take(), [22, 21, 20, 12, 11, 10, 2, 1, 0]);
        });
    }
}

#[test]
fn pg14_without_memory_at_any_request_the_parent_is_as_it_was() {
    for lent in [false, true] {
        for left in 0..12 {
            balanced(|| {
                scope!(cx);
                let mut blocks = Blocks::default();
                let layout = Layout::new::<Block>();
                (0..10).for_each(|_| blocks.add(cx.alloc_layout(layout), layout));
                let result = with_chunks(left, || {
                    cx.transaction::<&'static [Block], memscope::AllocError>(|tx, _| {
                        scope!(tmp in tx);
                        let mut list = tx.vec();
                        for n in 0..200 {
                            if lent && n % 10 == 0 {
                                blocks.add(cx.try_alloc_layout(layout)?, layout);
                            }
                            list.try_push(*tmp.try_alloc([n; 8])?)?;
                            tx.try_adopt(n)?;
                        }
                        Ok(list.into_slice())
                    })
                });
                if let Ok(list) = result {
                    assert!(list.iter().zip(0..).all(|(block, n)| *block == [n; 8]));
                }
                blocks.check();
                (0..100).for_each(|_| blocks.add(cx.alloc_layout(layout), layout));
                blocks.check();
            });
        }
    }
}

/// How many bytes can still be had: strings lie packed.
fn rest(cx: MemCx<'_>) -> usize {
    std::iter::repeat_with(|| cx.try_alloc_str("x")).take_while(Result::is_ok).count()
}

#[test]
fn pg14_limits_around_a_transaction_stay_exact() {
    for limit in [0, 100, 2000, 5003, 100_001] {
        for sizes in [[10, 1, 3], [700, 1500, 9], [3000, 100, 20_000]] {
            balanced(|| {
                scope!(outer, limit = limit + 1000);
                let mut used = 0;
                {
                    scope!(cx in outer, limit = limit);
                    for len in sizes {
                        let text = "x".repeat(len);
                        let failed = cx.transaction::<&'static str, ()>(|tx, _| {
                            let _ = tx.try_alloc_str(&text);
                            let _ = tx.try_alloc_str("more");
                            Err(())
                        });
                        assert!(failed.is_err());
                        let made =
                            cx.transaction::<&'static str, memscope::AllocError>(|tx, _| Ok(tx.try_alloc_str(&text)?));
                        used += made.map_or(0, str::len);
                    }
                    assert_eq!(rest(cx), limit - used);
                }
                assert_eq!(rest(outer), limit + 1000);
            });
        }
    }
}

#[test]
fn pg14_a_transaction_never_holds_more_than_its_limit() {
    for limit in [0, 64, 1000, 5000] {
        scope!(cx);
        for round in 0..50 {
            let held = scope!(tx in cx, try, limit = limit -> Option<&'static usize> => {
                let mut held = 0;
                while tx.try_alloc([0_u64; 4]).is_ok() {
                    held += 32;
                }
                assert!(held <= limit && held + 32 > limit.saturating_sub(8), "{held} of {limit}");
                if round % 2 == 0 { Some(&0) } else { None }
            });
            assert_eq!(held.is_some(), round % 2 == 0);
            cx.alloc([0_u8; 100]);
        }
    }
}

#[cfg_attr(feature = "checked", ignore = "about chunks")]
#[test]
fn pg14_boxes_are_freed_to_the_parent_after_the_commit() {
    scope!(cx);
    cx.alloc(0);
    let boxed = cx.transaction::<MemBox<'static, u64>, ()>(|tx, _| Ok(tx.boxed(1))).unwrap();
    let at = &raw const *boxed;
    cx.free(boxed);
    assert_eq!(&raw const *cx.boxed(2_u64), at);
}

#[derive(Carried)]
struct Pair<'mcx>(MemBox<'mcx, [MaybeUninit<u8>]>, &'mcx str);

impl Family for Pair<'_> {
    type Rest = ();
}

impl<'m> Keepable<'m> for Pair<'_> {
    type At = Pair<'m>;
}

/// The parent goes on below what a limit has cut off, so that nothing of the transaction may seem to be its newest value.
#[test]
fn pg14_a_buffer_at_the_cut_is_not_the_parents_newest_value() {
    for limit in 60..70 {
        scope!(cx);
        cx.alloc(0);
        let made = scope!(<'tx> tx in cx, try, limit = limit -> Result<Pair<'tx>, ()> => {
            Ok(Pair(tx.boxed_uninit_slice(5), tx.alloc_str("abc")))
        });
        let Ok(Pair(buffer, text)) = made else { unreachable!() };
        cx.free(buffer);
        cx.alloc(u64::MAX);
        assert_eq!(text, "abc");
    }
}

/// A scope that lives in a future, and allocates in itself on every turn.
async fn neighbour(parent: MemCx<'_>) {
    scope!(cx in parent);
    for n in 0_usize.. {
        let block = cx.alloc([n; 30]);
        turn().await;
        assert_eq!(*block, [n; 30]);
    }
}

#[test]
fn pg14_scopes_beside_a_transaction_end_before_and_after_it() {
    for fill in [0, 5, 500] {
        for when in 0..8 {
            balanced(|| {
                scope!(cx);
                let mut kept = Vec::new();
                for round in 0..20 {
                    let mut before: Pin<Box<_>> = Box::pin(neighbour(cx));
                    assert!(!poll(&mut before));
                    let mut before = Some(before);
                    let mut during = None;
                    let made = cx.transaction::<&'static [Block], ()>(|tx, _| {
                        let mut list = tx.vec();
                        for n in 0..=fill {
                            list.push([n + round; 8]);
                            if n == fill / 2 {
                                during = Some(Box::pin(neighbour(cx)));
                                if when & 1 == 1 {
                                    before = None;
                                }
                            }
                            before.iter_mut().chain(&mut during).for_each(|task| assert!(!poll(task)));
                        }
                        if when & 2 == 2 {
                            during = None;
                        }
                        if when & 4 == 4 && round % 2 == 1 { Err(()) } else { Ok(list.into_slice()) }
                    });
                    before.iter_mut().chain(&mut during).for_each(|task| assert!(!poll(task)));
                    kept.extend(made.ok().map(|made| (round, made)));
                    cx.alloc([round; 20]);
                }
                for (round, made) in kept {
                    assert!(made.iter().zip(round..).all(|(block, n)| *block == [n; 8]));
                }
            });
        }
    }
}

#[cfg_attr(feature = "checked", ignore = "about chunks")]
#[test]
fn pg14_an_owner_takes_no_more_for_a_transaction_than_it_must() {
    scope!(large => { large.alloc_slice_default::<u8>(900_000); }); // in the cache afterwards
    let mut kept: Kept<Rows<'static>> = Kept::new(|cx| rows(cx, "a,b", "outer", 0).unwrap());
    let (_, used) = measure(|| {
        for round in 0..100 {
            kept.with_mut(|root, cx| {
                let made = rows(cx, "c,d,e", "outer", if round % 2 == 0 { 10 } else { 0 }).unwrap();
                assert!(rows(cx, "c,,e", "outer", 100).is_err());
                *root = made;
            });
        }
    });
    assert!(used.chunks > 0 && used.chunk_bytes < 200_000, "{used:?}");
    assert!(kept.with(|root| root.names == ["c", "d", "e"]));
}

/// Adopted values stand in a spare of the parent. Their destructors run before the parent, to which they may come, has it back.
#[cfg(feature = "std")]
#[test]
fn pg14_destructors_at_a_roll_back_come_to_the_parent() {
    type Word = &'static u64;

    struct Comes;

    impl Drop for Comes {
        fn drop(&mut self) {
            memscope::current(|parent| {
                let adopts = parent.transaction::<Word, ()>(|tx, _| {
                    tx.adopt(String::new());
                    Ok(tx.alloc(1))
                });
                assert_eq!(adopts, Ok(&1));
                for _ in 0..4 {
                    scope!(tmp in parent);
                    tmp.alloc([0x41_u8; 512]);
                }
            });
        }
    }

    struct Stands(Vec<u8>);

    impl Drop for Stands {
        fn drop(&mut self) {
            assert_eq!(self.0, [1; 100]);
        }
    }

    scope!(parent, ambient, limit = 1 << 20);
    parent.alloc(0_u64);
    let two_spares = parent.transaction::<Word, ()>(|tx, _| {
        parent.alloc(1_u64);
        scope!(inner in tx);
        inner.alloc(1_u64);
        tx.alloc(1_u64);
        Ok(tx.alloc(2))
    });
    assert_eq!(two_spares, Ok(&2));
    let rolled_back = parent.transaction::<Word, ()>(|tx, _| {
        let adopts = tx.transaction::<Word, ()>(|inner, _| {
            inner.adopt(Stands(vec![1; 100]));
            inner.adopt(Comes);
            Ok(inner.alloc(1))
        });
        assert_eq!(adopts, Ok(&1));
        parent.set_limit(16).unwrap();
        parent.set_limit(1 << 20).unwrap();
        Err(())
    });
    assert_eq!(rolled_back, Err(()));
}

/// A transaction that leaves its parent without a window: a scope that never ends has it.
fn leaves_nothing(cx: MemCx<'_>) {
    let made = cx.transaction::<&'static str, ()>(|tx, _| {
        let mut endless = Box::pin(neighbour(tx));
        assert!(!poll(&mut endless));
        forget(endless);
        Ok("")
    });
    assert_eq!(made, Ok(""));
}

/// A parent that had nothing to lend may have a window again when the scope ends. That is not what the scope gives back.
#[test]
fn pg14_a_scope_that_was_lent_nothing_gives_nothing_back() {
    fn check(cx: MemCx<'_>) {
        let mut lent_nothing: Option<Pin<Box<_>>> = None;
        let made = cx.transaction::<&'static str, ()>(|_, _| {
            cx.alloc(0);
            leaves_nothing(cx);
            let mut task = Box::pin(neighbour(cx));
            assert!(!poll(&mut task));
            lent_nothing = Some(task);
            Ok("")
        });
        assert_eq!(made, Ok(""));
        let texts: [&str; 2] = std::array::from_fn(|n| {
            let text = &*cx.alloc_str(["first", "other"][n]);
            lent_nothing = None;
            text
        });
        assert_eq!(texts, ["first", "other"]);
    }
    // What the outer transaction is lent is a spare, if it is of a chunk.
    scope!(cx => {
        cx.alloc(0);
        check(cx);
    });
    scope!(cx, inline = 500);
    check(cx);
}
