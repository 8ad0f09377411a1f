//! An owner's memory goes to a scope, and is freed with it.
#![cfg(not(feature = "checked"))] // the tests count chunks

mod common;

use std::alloc::Layout;
use std::mem::MaybeUninit;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::ptr::NonNull;
use std::thread;

use common::{Blocks, Ledger, Log, Random, balanced, poll, turn, with_chunks};
use memscope::source::{Buffer, Heap, Request, Source};
use memscope::{Carried, Cause, Keepable, Kept, MemBox, MemCx, ThinVec, scope};

#[derive(Keepable, Carried)]
struct List<'mcx> {
    first: &'mcx str,
    rest: Option<&'mcx List<'mcx>>,
    own: MemBox<'mcx, String>,
}

#[derive(Keepable, Carried)]
struct Noted<'mcx> {
    loud: common::Loud,
    boxed: MemBox<'mcx, u8>,
}

/// Sees every object.
struct Objects;

// SAFETY: passed on.
unsafe impl Source for Objects {
    fn get(&self, request: Request) -> Option<NonNull<[u8]>> {
        Heap.get(request)
    }

    unsafe fn put(&self, block: NonNull<u8>, layout: Layout) {
        // SAFETY: passed on.
        unsafe { Heap.put(block, layout) }
    }

    fn sees_objects(&self) -> bool {
        true
    }
}

fn list<'cx>(cx: MemCx<'cx>, len: usize) -> List<'cx> {
    let rest = len.checked_sub(1).map(|len| &*MemBox::leak(cx.boxed(list(cx, len))));
    List { first: cx.alloc_fmt(format_args!("{len:>50}")), rest, own: cx.boxed(String::new()) }
}

fn texts(list: &List<'_>) -> Vec<usize> {
    std::iter::successors(Some(list), |list| list.rest).map(|list| list.first.trim().parse().unwrap()).collect()
}

#[test]
fn kp05_what_many_threads_made_is_the_scopes() {
    static LEDGER: Ledger = Ledger::new();
    thread::spawn(|| {
        LEDGER.watch();
        scope!(cx);
        let made: Vec<_> = (0..8)
            .map(|n| {
                thread::spawn(move || {
                    LEDGER.watch();
                    Kept::<List<'static>>::new(|cx| list(cx, n * 100))
                })
            })
            .collect();
        let lists: Vec<List<'_>> = made.into_iter().map(|thread| thread.join().unwrap().into_scope(cx)).collect();
        for (n, list) in lists.iter().enumerate() {
            assert_eq!(texts(list), (0..=n * 100).rev().collect::<Vec<_>>());
            assert_eq!(list.own.as_str(), "");
        }
        assert!(LEDGER.bytes() > 100 * 1000);
    })
    .join()
    .unwrap();
    assert_eq!(LEDGER.bytes(), 0);
}

#[test]
fn kp05_what_the_owner_adopted_ends_in_its_turn() {
    let log = Log::default();
    balanced(|| {
        scope!(cx);
        cx.adopt(log.loud(1));
        let kept = Kept::<&'static u32>::new(|own| {
            own.adopt(log.loud(2));
            own.adopt(log.loud(3));
            own.alloc(7)
        });
        kept.adopt(log.loud(4));
        cx.adopt(log.loud(5));
        let seven: &u32 = kept.into_scope(cx);
        cx.adopt(log.loud(6));
        assert_eq!((log.take(), *seven), (vec![], 7));
    });
    assert_eq!(log.take(), [6, 4, 3, 2, 5, 1]);
}

#[test]
fn kp05_boxes_are_freed_where_the_scope_can_use_it_again() {
    let log = Log::default();
    balanced(|| {
        scope!(cx, recycle);
        let kept = || Kept::<MemBox<'static, [u64; 40]>>::new(|own| own.boxed([7; 40])).into_scope(cx);
        let (first, second) = (kept(), kept());
        let place = (&raw const *second).addr();
        cx.free(second);
        let layout = Layout::new::<[u64; 4]>();
        let mut blocks = Blocks::default();
        for _ in 0..10 {
            blocks.add(cx.alloc_layout(layout), layout);
            cx.adopt(log.loud(2));
        }
        // Until the window is used up: then what was freed is looked at.
        let inside = |block: usize| (place..place + 320).contains(&block);
        assert!((0..1000).any(|_| inside(cx.alloc_layout(layout).addr().get())));
        blocks.check();
        assert_eq!(*first, [7; 40]);
    });
    assert_eq!(log.take(), [2; 10]);
}

#[test]
fn kp05_buffers_of_an_owner_grow_in_the_scope() {
    balanced(|| {
        scope!(cx);
        let kept = Kept::<MemBox<'static, [MaybeUninit<u8>]>>::new(|own| own.boxed_uninit_slice(100));
        let mut buf = kept.into_scope(cx);
        buf.fill(MaybeUninit::new(9));
        let buf = cx.grow(buf, 5000);
        // SAFETY: these were written.
        assert!(buf[..100].iter().all(|byte| unsafe { byte.assume_init() } == 9));
    });
}

#[test]
fn pg14_a_transaction_hands_over_what_was_handed_to_it() {
    let log = Log::default();
    for outcome in [Ok(()), Err(())] {
        balanced(|| {
            scope!(cx, limit = 20_000);
            for round in 0..if outcome.is_ok() { 1 } else { 20 } {
                let lent = cx.alloc(round);
                let result = cx.transaction::<&str, ()>(|tx, _| {
                    let kept = Kept::<&'static str>::new(|own| {
                        own.adopt(log.loud(1));
                        own.alloc_slice_default::<u8>(10_000);
                        own.alloc_str("kept")
                    });
                    let text = kept.into_scope(tx);
                    outcome.map(|()| text)
                });
                assert_eq!((result, *lent), (outcome.map(|()| "kept"), round));
            }
            let more = cx.try_alloc_slice_default::<u8>(12_000);
            assert_eq!(more.is_ok(), outcome.is_err(), "it is charged exactly where it is");
        });
        log.take();
    }
}

#[test]
fn al04_limits_count_it_for_as_long_as_it_is_there() {
    balanced(|| {
        let kept = || Kept::<&'static [u8]>::new(|own| own.alloc_slice_default(10_000));
        scope!(outer, limit = 100_000);
        for _ in 0..30 {
            scope!(cx in outer);
            let parts: Vec<&[u8]> = (0..5).map(|_| kept().into_scope(cx)).collect();
            assert!(parts.iter().all(|part| part.len() == 10_000));
            scope!(tx in cx, limit = 30_000);
            assert_eq!(kept().into_scope(tx).len(), 10_000);
            let refused = kept().try_into_scope(cx).is_err() || kept().try_into_scope(cx).is_err();
            assert!(refused);
        }
        let mut owner = kept();
        owner.with_mut(|_, own| {
            assert_eq!(kept().into_scope(own).len() + kept().into_scope(own).len(), 20_000);
        });
        scope!(medium, limit = 35_000);
        assert!(owner.try_into_scope(medium).is_err(), "an owner of three");
        scope!(small, limit = 5000);
        let error = kept().try_into_scope(small).unwrap_err();
        assert_eq!((error.cause(), error.scope(), error.limit()), (Cause::Limit, "small", Some(5000)));
    });
}

#[test]
fn al04_a_transaction_passes_the_charge_on() {
    balanced(|| {
        scope!(outer, limit = 100_000);
        for round in 0..30 {
            scope!(cx in outer);
            cx.defer(|| ()); // so that it has a chunk of its own
            let result = cx.transaction::<&[u8], ()>(|tx, _| {
                let kept = Kept::<&'static [u8]>::new(|own| own.alloc_slice_default(10_000));
                let bytes = kept.into_scope(tx);
                if round % 3 == 0 { Err(()) } else { Ok(bytes) }
            });
            assert_eq!(result.is_err(), round % 3 == 0);
        }
    });
}

#[test]
fn al04_a_chunk_forgets_what_it_was_charged_for() {
    let kept = |len: usize| Kept::<&'static [u8]>::new(|own| own.alloc_slice_default(len));
    balanced(|| {
        drop(kept(100)); // the cache is open now
        {
            scope!(cx);
            cx.defer(|| ());
            let gone = cx.transaction::<&[u8], ()>(|tx, _| {
                tx.alloc([0_u8; 2500]); // in a chunk that the cache has afterwards
                kept(1_000_000).into_scope(tx);
                Err(())
            });
            assert!(gone.is_err());
        }
        scope!(small, limit = 9000);
        assert_eq!(kept(100).into_scope(small).len() + kept(100).into_scope(small).len(), 200);
    });
}

#[test]
fn kp05_a_refused_owner_is_dropped_before_its_memory() {
    let log = Log::default();
    balanced(|| {
        scope!(cx, limit = 100);
        let kept = Kept::<Noted<'static>>::new(|own| {
            own.adopt(log.loud(2));
            Noted { loud: log.loud(1), boxed: own.boxed(0) }
        });
        assert!(kept.try_into_scope(cx).is_err());
        assert_eq!(log.take(), [1, 2]);
        let kept = Kept::<&'static u8>::new(|own| own.alloc(1));
        scope!(none);
        with_chunks(0, || assert_eq!(kept.try_into_scope(none).unwrap_err().cause(), Cause::OutOfMemory));
    });
}

#[test]
fn al01_scopes_on_sources_of_their_own() {
    let kept = || Kept::<&'static str>::new(|own| own.alloc_str("kept"));
    let mut bytes = [MaybeUninit::uninit(); 1000];
    balanced(|| {
        scope!(cx, from = Buffer::new(&mut bytes));
        assert_eq!(kept().into_scope(cx), "kept");
    });
    scope!(cx, from = Objects);
    assert_eq!(kept().try_into_scope(cx).unwrap_err().cause(), Cause::OutOfMemory);
    assert_eq!(cx.alloc_str("its own"), "its own");
}

#[test]
fn pg05_a_panic_at_the_end_of_an_owner_skips_nothing() {
    let log = Log::default();
    balanced(|| {
        let result = catch_unwind(AssertUnwindSafe(|| {
            scope!(cx);
            cx.adopt(log.loud(1));
            let kept = Kept::<&'static u8>::new(|own| {
                own.adopt(log.loud(2));
                own.defer(|| resume_unwind(Box::new(())));
                own.alloc(1)
            });
            kept.into_scope(cx);
        }));
        assert!(result.is_err());
    });
    assert_eq!(log.take(), [2, 1]);
}

#[test]
fn nx03_a_future_takes_it_to_another_thread() {
    static LEDGER: Ledger = Ledger::new();
    async fn task() {
        scope!(cx);
        let text: &str = {
            let kept = thread::spawn(|| Kept::<&'static str>::new(|cx| &*cx.alloc_str("far away")));
            kept.join().unwrap().into_scope(cx)
        };
        turn().await;
        assert_eq!(text, "far away");
    }
    let begun = thread::spawn(|| {
        LEDGER.watch();
        let mut future = Box::pin(task());
        assert!(!poll(&mut future));
        future
    });
    let mut future = begun.join().unwrap();
    thread::spawn(move || {
        LEDGER.watch();
        assert!(poll(&mut future));
    })
    .join()
    .unwrap();
}

/// Numbers that count up, in all that can be handed over.
#[derive(Keepable, Carried)]
struct Runs<'mcx> {
    slices: &'mcx [&'mcx [usize]],
    boxed: Option<MemBox<'mcx, [usize; 9]>>,
    thin: ThinVec<'mcx, usize>,
}

impl<'mcx> Runs<'mcx> {
    fn new(cx: MemCx<'mcx>, random: &Random, of: Option<Runs<'mcx>>) -> Self {
        let run = |len| {
            let start = random.below(1000);
            start..start + len
        };
        let mut slices = cx.vec();
        for _ in 0..random.below(5) {
            slices.push(&*cx.alloc_iter(run(random.below(40))));
        }
        let mut thin = ThinVec::from_iter_in(run(random.below(100)), cx);
        if let Some(of) = of {
            slices.extend(of.slices.iter().copied());
            of.boxed.into_iter().for_each(|boxed| cx.free(boxed));
            thin.free(cx);
            thin = of.thin;
            thin.reserve(cx, random.below(60));
        }
        let boxed = random.one_in(2).then(|| cx.boxed(std::array::from_fn(|i| 7 + i)));
        Self { slices: slices.into_slice(), boxed, thin }
    }

    /// By an owner of its own, which may have been handed others.
    fn owned(random: &Random, depth: usize) -> Kept<Runs<'static>> {
        Kept::new(|cx| {
            let of = (depth > 0 && random.one_in(2)).then(|| Self::owned(random, depth - 1).into_scope(cx));
            cx.adopt(String::from("adopted"));
            Runs::new(cx, random, of)
        })
    }

    /// By a transaction, in which everybody allocates and hands over by turns.
    fn committed(cx: MemCx<'mcx>, random: &Random, depth: usize) -> Result<Self, ()> {
        cx.transaction::<Runs<'static>, ()>(|tx, _| {
            let mut all: Vec<Runs<'_>> = Vec::new();
            for _ in 0..random.below(8) {
                match random.below(7) {
                    0 if depth > 0 => all.extend(Runs::committed(tx, random, depth - 1)),
                    1 if depth > 0 => Runs::committed(cx, random, depth - 1).into_iter().for_each(|runs| runs.free(cx)),
                    2 => all.push(Runs::owned(random, 2).into_scope(tx)),
                    3 => Runs::owned(random, 1).into_scope(cx).free(cx),
                    4 => {
                        scope!(inner in tx);
                        Runs::owned(random, 1).into_scope(inner).free(inner);
                        tx.alloc([0_u64; 5]);
                    }
                    5 => all.pop().into_iter().for_each(|runs| runs.free(tx)),
                    _ => all.push(Runs::new(tx, random, None)),
                }
                all.iter().for_each(Runs::check);
            }
            if random.one_in(3) { Err(()) } else { Ok(Runs::new(tx, random, all.pop())) }
        })
    }

    fn check(&self) {
        let lists = self.slices.iter().copied().chain([&*self.thin]).chain(self.boxed.iter().map(|boxed| &boxed[..]));
        lists.for_each(|list| assert!(list.is_sorted_by(|a, b| a + 1 == *b), "{list:?}"));
    }

    fn free(self, cx: MemCx<'mcx>) {
        self.check();
        self.boxed.into_iter().for_each(|boxed| cx.free(boxed));
        self.thin.free(cx);
    }
}

#[test]
fn kp05_owners_transactions_and_scopes_hand_over_by_turns() {
    fn turns(cx: MemCx<'_>, random: &Random) {
        let mut all = Vec::new();
        for _ in 0..6 {
            all.extend(Runs::committed(cx, random, 3));
            all.iter().for_each(Runs::check);
        }
        all.into_iter().for_each(|runs| runs.free(cx));
    }
    for seed in 1..60 {
        let random = &Random::new(seed);
        balanced(|| {
            scope!(cx => { turns(cx, random) });
            scope!(cx, recycle => { turns(cx, random) });
            scope!(cx, limit = 1 << 30 => { turns(cx, random) });
            scope!(outer, recycle);
            scope!(cx in outer => { turns(cx, random) });
            turns(outer, random);
            Kept::<&'static str>::new(|_| "").with_mut(|_, cx| turns(cx, random));
        });
    }
}
