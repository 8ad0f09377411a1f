//! What many threads make, in the memory of one scope.
#![cfg(all(feature = "rayon", not(feature = "checked")))] // the tests count chunks

mod common;

use std::alloc::Layout;
use std::mem::MaybeUninit;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::ptr::NonNull;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::thread;

use common::{Ledger, Log, Loud};
use memscope::source::{Buffer, Heap, Request, Source};
use memscope::{AllocError, Carried, Cause, CollectIn, Keepable, Kept, MemBox, scope, with_scope};
use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};

#[derive(Keepable, Carried)]
struct Item<'cx> {
    text: &'cx str,
    before: Option<&'cx Before<'cx>>,
    numbers: &'cx mut [usize],
    boxed: MemBox<'cx, String>,
}

#[derive(Carried)]
struct Before<'cx> {
    text: &'cx str,
    numbers: &'cx [usize],
}

#[derive(Keepable, Carried)]
struct Noted<'cx> {
    loud: Loud,
    boxed: MemBox<'cx, u32>,
}

#[derive(Keepable, Carried, Debug)]
struct Parts<'cx>(&'cx [&'cx [u8]]);

const THREADS: usize = 4;

/// Threads whose chunks are counted.
fn pool(ledger: &'static Ledger) -> ThreadPool {
    ThreadPoolBuilder::new().num_threads(THREADS).start_handler(|_| ledger.watch()).build().unwrap()
}

/// Runs `f` in a pool that ends with it, and checks that nothing of what was made is left.
fn watched(ledger: &'static Ledger, f: impl FnOnce() + Send) {
    let pool = pool(ledger);
    pool.install(f);
    pool.broadcast(|_| memscope::trim());
    assert_eq!(ledger.bytes(), 0);
}

#[test]
fn nx03_results_keep_their_order_and_their_memory() {
    static LEDGER: Ledger = Ledger::new();
    watched(&LEDGER, || {
        for len in [0, 1, 2, 1000, 30_000] {
            scope!(cx);
            let outer = cx.alloc_iter((0..len).map(|n| &*cx.alloc_fmt(format_args!("outer {n}"))));
            let outer = &*outer;
            let items = (0..len).into_par_iter().collect_in::<Item<'static>>(cx, |cx, n, _| {
                scope!(tmp in cx);
                let mut numbers = tmp.vec();
                numbers.extend(0..n % 50);
                let text = cx.alloc_fmt(format_args!("before {n}"));
                let before = cx.alloc(Before { text, numbers: cx.alloc_slice_copy(&numbers) });
                Item { text: outer[n], before: Some(before), ..item(cx, n) }
            });
            cx.alloc([1_u8; 5000]);
            assert_eq!(items.len(), len);
            for (n, item) in items.into_iter().enumerate() {
                assert_eq!(item.text, format!("outer {n}"));
                let before = item.before.unwrap();
                assert_eq!(before.text, format!("before {n}"));
                assert!(before.numbers.iter().copied().eq(0..n % 50));
                item.numbers.fill(n);
                assert_eq!(item.boxed.as_str(), "boxed");
            }
        }
    });
}

fn item<'cx>(cx: memscope::MemCx<'cx>, n: usize) -> Item<'cx> {
    let boxed = cx.boxed(String::from("boxed"));
    Item { text: "", before: None, numbers: cx.alloc_slice_fill_with(n % 7, |i| i), boxed }
}

#[test]
fn nx03_items_that_nobody_counted_beforehand() {
    static LEDGER: Ledger = Ledger::new();
    watched(&LEDGER, || {
        scope!(cx);
        let even = (0..10_000_u32).into_par_iter().filter(|n| n % 2 == 0);
        let texts = even.collect_in::<&'static str>(cx, |cx, n, _| &*cx.alloc_fmt(format_args!("{n}")));
        assert!(texts.iter().map(|text| text.parse::<u32>().unwrap()).eq((0..10_000).step_by(2)));
        let lines = "to be\nor not\n".repeat(1000);
        let words = lines.lines().par_bridge().collect_in::<&'static [u8]>(cx, |cx, line, _| {
            &*cx.alloc_iter(line.split(' ').map(|word| word.len() as u8))
        });
        assert_eq!(
            words.iter().map(|words| words.iter().map(|len| usize::from(*len)).sum::<usize>()).sum::<usize>(),
            9000
        );
    });
}

#[test]
fn nx03_what_was_made_refers_to_what_the_scope_had() {
    scope!(cx);
    let words = cx.alloc_iter("to be or not to be".split(' ').map(|word| &*cx.alloc_str(word)));
    let pairs = words.par_windows(2).collect_in::<&'static [&'static str]>(cx, |cx, pair, _| {
        // A word of the caller's scope would be `&'m [&'cx str]`; a list of its own holds it as long as that.
        &*cx.alloc_iter(pair.iter().map(|word| if *word == "to" { "TO" } else { "-" }))
    });
    assert_eq!(pairs[4], ["TO", "-"]);

    #[derive(Keepable, Carried)]
    struct Pair<'cx> {
        first: &'cx str,
        second: &'cx str,
    }
    let pairs = words.par_windows(2).collect_in::<Pair<'static>>(cx, |cx, pair, _| Pair {
        first: pair[0],
        second: cx.alloc_str(&pair[1].to_uppercase()),
    });
    assert_eq!((pairs[1].first, pairs[1].second), ("be", "OR"));
}

#[test]
fn nx03_inner_parallel_regions() {
    static LEDGER: Ledger = Ledger::new();
    watched(&LEDGER, || {
        scope!(cx);
        let tables = (0..20_usize).into_par_iter().collect_in::<Parts<'static>>(cx, |cx, n, _| {
            let row = (0..n).into_par_iter();
            let row =
                row.collect_in::<&'static [u8]>(cx, |cx, m, _| cx.alloc_fmt(format_args!("{}", n * m)).as_bytes());
            Parts(row.into_slice())
        });
        for (n, table) in tables.iter().enumerate() {
            assert!(table.0.iter().enumerate().all(|(m, text)| *text == (n * m).to_string().as_bytes()));
        }
    });
}

#[test]
fn pg05_what_the_threads_adopted_ends_with_the_scope() {
    static LEDGER: Ledger = Ledger::new();
    let log = Log::default();
    watched(&LEDGER, || {
        scope!(cx);
        cx.adopt(log.loud(1000));
        let noted = (0..100).into_par_iter().collect_in::<Noted<'static>>(cx, |cx, n, _| {
            cx.adopt(log.loud(n + 200));
            Noted { loud: log.loud(n), boxed: cx.boxed(n) }
        });
        cx.adopt(log.loud(2000));
        assert!(noted.iter().all(|noted| noted.loud.id == *noted.boxed));
        drop(noted);
        assert_eq!(log.take(), (0..100).collect::<Vec<_>>());
    });
    let mut ended = log.take();
    assert_eq!((ended[0], ended.pop()), (2000, Some(1000)), "in the order of the caller's scope");
    ended.sort_unstable();
    assert!(ended.into_iter().eq((200..300).chain([2000])));
}

#[test]
fn nx03_a_panic_frees_what_was_made() {
    static LEDGER: Ledger = Ledger::new();
    let log = Log::default();
    watched(&LEDGER, || {
        for culprit in [0, 1, 500, 999] {
            scope!(cx);
            let made = AtomicUsize::new(0);
            let result = catch_unwind(AssertUnwindSafe(|| {
                (0..1000).into_par_iter().collect_in::<Noted<'static>>(cx, |cx, n, _| {
                    cx.adopt(log.loud(1));
                    made.fetch_add(1, Relaxed);
                    let noted = Noted { loud: log.loud(0), boxed: cx.boxed(n) };
                    if n == culprit {
                        resume_unwind(Box::new(()));
                    }
                    noted
                })
            }));
            assert!(result.is_err());
            // Each result before the memory that it is in.
            let ended = log.take();
            assert_eq!(ended, [vec![0; made.load(Relaxed)], vec![1; made.load(Relaxed)]].concat());
            assert_eq!(cx.alloc_str("goes on"), "goes on");
        }
    });
}

#[test]
fn nx03_an_error_frees_what_was_made() {
    static LEDGER: Ledger = Ledger::new();
    let log = Log::default();
    watched(&LEDGER, || {
        scope!(cx);
        let result = (0..1000).into_par_iter().try_collect_in::<Noted<'static>, Failure>(cx, |cx, n, _| {
            let boxed = cx.try_boxed(n)?;
            cx.adopt(log.loud(1));
            if n == 700 { Err(Failure::Other(n)) } else { Ok(Noted { loud: log.loud(0), boxed }) }
        });
        match result {
            Err(Failure::Other(n)) => assert_eq!(n, 700),
            Err(Failure::Memory(error)) => panic!("{error}"),
            Ok(_) => panic!("no error"),
        }
        let ended = log.take();
        let results = ended.iter().filter(|id| **id == 0).count();
        assert!(ended[..results].iter().all(|id| *id == 0) && ended.len() == 2 * results + 1);
    });
}

enum Failure {
    Memory(AllocError),
    Other(u32),
}

impl From<AllocError> for Failure {
    fn from(error: AllocError) -> Self {
        Self::Memory(error)
    }
}

fn zeros<'cx>(
    cx: memscope::MemCx<'cx>,
    number: usize,
    len: usize,
) -> Result<memscope::MemVec<'cx, &'cx [u8]>, AllocError> {
    (0..number)
        .into_par_iter()
        .try_collect_in::<&'static [u8], AllocError>(cx, |cx, _, _| Ok(&*cx.try_alloc_slice_default(len)?))
}

#[test]
fn al04_a_limit_holds_for_all_threads_together() {
    static LEDGER: Ledger = Ledger::new();
    const LIMIT: usize = 300_000;
    let pool = pool(&LEDGER);
    let most = AtomicUsize::new(0);
    pool.install(|| {
        scope!(outer, name = "outer", limit = LIMIT);
        for _ in 0..50 {
            scope!(cx in outer);
            assert_eq!(zeros(cx, 20, 5000).unwrap().iter().map(|zeros| zeros.len()).sum::<usize>(), 100_000);
            let refused = (0..1000).into_par_iter().try_collect_in::<&'static [u8], AllocError>(cx, |cx, _, _| {
                most.fetch_max(LEDGER.bytes(), Relaxed);
                Ok(&*cx.try_alloc_slice_default(5000)?)
            });
            assert!(refused.is_err());
            let error = zeros(cx, 1, LIMIT).unwrap_err();
            assert_eq!((error.cause(), error.scope(), error.limit()), (Cause::Limit, "outer", Some(LIMIT)));
            drop(zeros(cx, 20, 5000));
        }
        assert!(zeros(outer, 20, 5000).is_ok(), "what the inner scopes had is at hand again");
    });
    let most = most.into_inner();
    // What the caches of the threads hold is nobody's.
    assert!(most > LIMIT / 2 && most < LIMIT + (THREADS + 1) * (3 << 19), "{most} bytes");
    let bytes = with_scope(|cx| zeros(cx, 1000, 5000).unwrap().len());
    assert_eq!(bytes, 1000, "and without a limit all can be had");
}

#[test]
fn al04_a_limit_holds_in_inner_parallel_regions() {
    static LEDGER: Ledger = Ledger::new();
    watched(&LEDGER, || {
        scope!(cx, limit = 200_000);
        let nested = |number: usize| {
            (0..number).into_par_iter().try_collect_in::<Parts<'static>, AllocError>(cx, |cx, _, _| {
                Ok(Parts(zeros(cx, 10, 1000)?.into_slice()))
            })
        };
        assert_eq!(nested(10).unwrap().len(), 10, "half of the limit");
        assert_eq!(nested(20).unwrap_err().scope(), "cx");
        assert!(cx.try_alloc_slice_default::<u8>(150_000).is_err());
        assert!(cx.try_alloc_slice_default::<u8>(20_000).is_ok());
    });
}

#[test]
fn al04_results_end_before_their_memory_where_they_are_refused() {
    static LEDGER: Ledger = Ledger::new();
    let log = Log::default();
    let mut refused = 0;
    watched(&LEDGER, || {
        // The vector of the results takes what the threads have left.
        for limit in (10_000..90_000).step_by(2500) {
            scope!(cx, limit = limit);
            let result = (0..1000).into_par_iter().try_collect_in::<Noted<'static>, AllocError>(cx, |cx, n, _| {
                let boxed = cx.try_boxed(n)?;
                cx.try_adopt(log.loud(1))?;
                Ok(Noted { loud: log.loud(0), boxed })
            });
            let error = result.err();
            let ended = log.take();
            let Some(error) = error else { continue };
            assert_eq!((error.cause(), error.scope(), error.limit()), (Cause::Limit, "cx", Some(limit)), "{error}");
            if ended.len() == 2000 {
                refused += 1;
                assert!(ended.is_sorted(), "results first");
            }
        }
    });
    assert!(refused > 0, "the threads had all that they asked for");
}

#[test]
fn al04_a_panic_of_the_limit_is_the_callers() {
    let text = common::panic_text(|| {
        scope!(small, limit = 10_000);
        let parts = (0..4).into_par_iter();
        parts.collect_in::<&'static [u8]>(small, |cx, _, _| &*cx.alloc_slice_default(20_000)).len()
    });
    assert!(text.starts_with("scope `small` cannot allocate 20000 bytes (align 1)"), "{text}");
}

#[test]
fn al01_scopes_on_sources_of_their_own() {
    let mut bytes = [MaybeUninit::uninit(); 2000];
    scope!(cx, from = Buffer::new(&mut bytes));
    assert_eq!(zeros(cx, 10, 1000).unwrap().len(), 10);

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
    scope!(cx, from = Objects);
    let caller = thread::current().id();
    let boxes = (0..100).into_par_iter().collect_in::<MemBox<'static, u64>>(cx, |cx, n, _| {
        assert_eq!(thread::current().id(), caller);
        cx.boxed(n)
    });
    boxes.into_iter().for_each(|boxed| cx.free(boxed));
}

#[test]
fn al01_freed_by_the_callers_scope() {
    static LEDGER: Ledger = Ledger::new();
    watched(&LEDGER, || {
        scope!(cx, recycle);
        let boxes =
            (0..1000_u64).into_par_iter().collect_in::<MemBox<'static, [u64; 9]>>(cx, |cx, n, _| cx.boxed([n; 9]));
        let mut kept = Vec::new();
        for (n, boxed) in boxes.into_iter().enumerate() {
            if n % 2 == 0 { cx.free(boxed) } else { kept.push(boxed) }
        }
        let others: Vec<_> = (0..1000_u64).map(|n| cx.boxed([n; 9])).collect();
        assert!(kept.iter().zip((1..).step_by(2)).all(|(boxed, n)| **boxed == [n; 9]));
        assert!(others.iter().zip(0..).all(|(boxed, n)| **boxed == [n; 9]));
    });
}

#[test]
fn nx03_a_future_takes_the_results_to_another_thread() {
    async fn task() -> usize {
        scope!(cx);
        let lens = (1..100_usize).into_par_iter();
        let texts = lens.collect_in::<&'static str>(cx, |cx, n, _| &*cx.alloc_str(&"x".repeat(n))).into_slice();
        common::turn().await;
        texts.iter().map(|text| text.len()).sum()
    }
    let mut future = Box::pin(async { assert_eq!(task().await, 4950) });
    assert!(!common::poll(&mut future));
    thread::spawn(move || assert!(common::poll(&mut future))).join().unwrap();
}

#[test]
fn kp05_into_an_owner_that_is_sent_away() {
    let mut kept = Kept::<Parts<'static>>::new(|_| Parts(&[]));
    kept.with_mut(|parts, cx| *parts = Parts(zeros(cx, 1000, 10).unwrap().into_slice()));
    assert_eq!(thread::spawn(move || kept.with(|parts| parts.0.len())).join().unwrap(), 1000);
}

#[test]
fn pg14_a_transaction_around_it() {
    static LEDGER: Ledger = Ledger::new();
    watched(&LEDGER, || {
        scope!(cx, limit = 200_000);
        for round in 0..30 {
            let result = cx.transaction::<Parts<'static>, AllocError>(|tx, _| {
                let made = zeros(tx, 10, 5000)?.into_slice();
                if round == 0 { Ok(Parts(made)) } else { Err(zeros(tx, 1, usize::MAX / 4).unwrap_err()) }
            });
            assert_eq!(result.is_ok(), round == 0);
        }
    });
}

#[test]
fn pg12_memory_that_cannot_be_had() {
    static LEDGER: Ledger = Ledger::new();
    let pool = ThreadPoolBuilder::new().num_threads(1).start_handler(|_| LEDGER.watch()).build().unwrap();
    // On the one thread of the pool, whose heap it is.
    let failures = pool.install(|| {
        let attempts = (0..8).map(|chunks| {
            memscope::trim();
            scope!(cx);
            let result = common::with_chunks(chunks, || zeros(cx, 10, 5000).map(|zeros| zeros.len()));
            assert!(
                result.is_ok_and(|len| len == 10) || result.is_err_and(|error| error.cause() == Cause::OutOfMemory)
            );
            usize::from(result.is_err())
        });
        let failures = attempts.sum::<usize>();
        scope!(cx);
        assert_eq!(zeros(cx, 2, usize::MAX).unwrap_err().cause(), Cause::CapacityOverflow);
        failures
    });
    pool.broadcast(|_| memscope::trim());
    assert!((1..8).contains(&failures), "{failures}");
    assert_eq!(LEDGER.bytes(), 0);
}

#[test]
fn pg06_results_of_any_size_and_alignment() {
    #[derive(Keepable, Carried)]
    #[repr(align(256))]
    struct Wide<'cx>(&'cx u64);
    #[derive(Keepable, Carried)]
    struct Nothing<'cx>(std::marker::PhantomData<&'cx ()>);
    scope!(cx);
    let wide = (0..1000_u64).into_par_iter().collect_in::<Wide<'static>>(cx, |cx, n, _| Wide(cx.alloc(n)));
    assert!(wide.iter().zip(0..).all(|(wide, n)| (&raw const *wide).addr() % 256 == 0 && *wide.0 == n));
    let nothing = (0..1000).into_par_iter();
    let nothing = nothing.collect_in::<Nothing<'static>>(cx, |_, _: i32, _| Nothing(std::marker::PhantomData));
    assert_eq!(nothing.len(), 1000);
}
