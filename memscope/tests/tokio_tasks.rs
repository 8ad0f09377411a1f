//! Scopes in tasks: on one thread and on several, cancelled, timed out, forgotten; and streams that hold a scope.
#![cfg(not(feature = "checked"))] // the tests count chunks

mod common;

use std::collections::BTreeSet;
use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicPtr, Ordering::Relaxed};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::thread;
use std::time::Duration;

use common::{Ledger, Log, turn};
use futures_core::Stream;
use memscope::{Kept, scope, scoped};
use tokio::runtime::Builder;
use tokio::sync::Notify;
use tokio::task::{JoinSet, yield_now};
use tokio::time::{sleep, timeout};

/// Runs a future on `threads` threads, whose chunks are counted, and returns what they hold after their end.
fn run<F: Future<Output = ()>>(threads: usize, ledger: &'static Ledger, future: F) -> usize {
    let runtime = Builder::new_multi_thread().worker_threads(threads).on_thread_start(|| ledger.watch()).build();
    runtime.unwrap().block_on(future);
    ledger.bytes()
}

/// Fills a scope, and one in it, and checks all of it after every turn. Returns the threads that it was on.
#[scoped]
async fn task(id: usize, turns: usize, log: Log) -> BTreeSet<String> {
    let mut threads = BTreeSet::new();
    let numbers = cx.alloc_iter(0..id * 10);
    let text: &str = cx.alloc_fmt(format_args!("task {id}"));
    let mut own = cx.boxed(Vec::new());
    cx.adopt(log.loud(id as u32));
    for n in 0..turns {
        threads.insert(format!("{:?}", thread::current().id()));
        own.push(n);
        {
            scope!(row); // ends before the next turn, on the thread that it began on
            let copy = row.alloc_slice_copy(numbers);
            assert!(copy.iter().copied().eq(0..id * 10));
        }
        scope!(wide); // stays open over it
        let copy = wide.alloc_slice_copy(&own);
        yield_now().await;
        assert!(copy.iter().copied().eq(0..=n) && *copy == **own);
    }
    assert_eq!((text, numbers.len()), (format!("task {id}").as_str(), id * 10));
    threads
}

#[test]
fn nx03_many_tasks_on_several_threads() {
    static LEDGER: Ledger = Ledger::new();
    let log = Log::default();
    let held = run(4, &LEDGER, async {
        let mut tasks = JoinSet::new();
        for id in 0..200 {
            tasks.spawn(task(id, 1 + id % 40, log.clone()));
        }
        let threads: BTreeSet<_> = tasks.join_all().await.into_iter().flatten().collect();
        assert!(!threads.is_empty() && threads.len() <= 4);
    });
    assert_eq!((held, log.take().len()), (0, 200));
}

#[test]
fn nx03_a_task_that_is_given_from_thread_to_thread() {
    static LEDGER: Ledger = Ledger::new();
    let threads: Mutex<BTreeSet<String>> = Mutex::default();
    let held = run(1, &LEDGER, async {
        let mut future = Box::pin(task(7, 20, Log::default()));
        for _ in 0..40 {
            // One turn on a thread of its own each time, which ends before the next.
            let (back, done) = tokio::task::spawn_blocking(move || {
                LEDGER.watch();
                let waker = std::task::Waker::noop();
                let done = future.as_mut().poll(&mut Context::from_waker(waker));
                (future, done)
            })
            .await
            .unwrap();
            if let Poll::Ready(seen) = done {
                threads.lock().unwrap().extend(seen);
                return;
            }
            future = back;
        }
    });
    assert_eq!(held, 0);
    assert!(!threads.into_inner().unwrap().is_empty(), "it was finished");
}

#[test]
fn nx03_tasks_that_are_aborted() {
    static LEDGER: Ledger = Ledger::new();
    let log = Log::default();
    let held = run(3, &LEDGER, async {
        for round in 0..20_u32 {
            let mut tasks = JoinSet::new();
            for id in 0..10 {
                tasks.spawn(task(id, usize::MAX, log.clone()));
            }
            for _ in 0..round {
                yield_now().await;
            }
            tasks.shutdown().await;
        }
    });
    assert_eq!(held, 0);
    let ended = log.take().len();
    assert!(ended <= 200, "each at most once: {ended}");
}

#[test]
fn nx03_select_drops_the_loser_where_it_stands() {
    static LEDGER: Ledger = Ledger::new();
    let log = Log::default();
    let held = run(2, &LEDGER, async {
        for winner in 1..30 {
            let (long, short) = (task(1, usize::MAX, log.clone()), task(2, winner, log.clone()));
            let seen = tokio::select! {
                biased;
                _ = long => unreachable!(),
                seen = short => seen,
            };
            assert_eq!(seen.len(), 1, "polled by one thread");
            let mut ended = log.take();
            ended.sort_unstable();
            assert_eq!(ended, [1, 2]);
        }
    });
    assert_eq!(held, 0);
}

#[test]
fn nx03_join_interleaves_scopes() {
    static LEDGER: Ledger = Ledger::new();
    let log = Log::default();
    let held = run(2, &LEDGER, async {
        tokio::join!(task(1, 9, log.clone()), task(2, 3, log.clone()), task(3, 6, log.clone()));
    });
    assert_eq!((held, log.take()), (0, vec![2, 3, 1]), "in the order in which they ended");
}

#[test]
fn nx03_inside_the_callers_scope() {
    static LEDGER: Ledger = Ledger::new();
    /// Not `Send`, as it holds the parent's handle: for tasks of one thread.
    #[scoped(tmp in cx)]
    async fn label<'cx>(cx: memscope::MemCx<'cx>, n: usize) -> &'cx str {
        let digits = tmp.alloc_fmt(format_args!("{n:>100}"));
        for _ in 0..n {
            yield_now().await;
        }
        cx.alloc_str(digits.trim_start())
    }
    thread::spawn(|| {
        LEDGER.watch();
        Builder::new_current_thread().build().unwrap().block_on(async {
            scope!(cx);
            for _ in 0..50 {
                let (a, b, c) = tokio::join!(label(cx, 7), label(cx, 0), label(cx, 3));
                assert_eq!((a, b, c), ("7", "0", "3"));
            }
        });
    })
    .join()
    .unwrap();
    assert_eq!(LEDGER.bytes(), 0);
}

#[test]
fn nx03_a_timeout_ends_the_scope() {
    let log = Log::default();
    let runtime = Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
    runtime.block_on(async {
        let slow = async {
            scope!(cx);
            cx.adopt(log.loud(1));
            let data = cx.alloc([7_u8; 10_000]);
            sleep(Duration::from_secs(3600)).await; // of the paused clock
            data.len()
        };
        assert!(timeout(Duration::from_secs(1), slow).await.is_err());
        assert_eq!(log.take(), [1]);
        let quick = async {
            scope!(cx);
            let data = cx.alloc([7_u8; 10_000]);
            sleep(Duration::from_millis(1)).await;
            data.len()
        };
        assert_eq!(timeout(Duration::from_secs(1), quick).await, Ok(10_000));
    });
}

/// The control of this file: what a scope holds shows where its future is forgotten.
#[test]
fn nx03_a_forgotten_future_only_leaks() {
    static LEDGER: Ledger = Ledger::new();
    /// What a leak checker finds here is no leak to it.
    static ON_PURPOSE: AtomicPtr<()> = AtomicPtr::new(std::ptr::null_mut());
    let log = Log::default();
    let noted = log.clone();
    let held = run(2, &LEDGER, async move {
        let forget = async move {
            let mut future = Box::pin(task(1, usize::MAX, noted.clone()));
            poll_fn(|context| Poll::Ready(future.as_mut().poll(context).is_pending())).await;
            // SAFETY: the future stays where it is, for ever.
            let forgotten = Box::into_raw(unsafe { Pin::into_inner_unchecked(future) });
            ON_PURPOSE.store(forgotten.cast(), Relaxed);
            task(2, 5, noted).await;
        };
        tokio::spawn(forget).await.unwrap();
    });
    assert!(held > 0);
    assert_eq!(log.take(), [2]);
}

/// A stream of what a future puts into its slot at each turn.
struct Generated<F, T> {
    task: Option<Pin<Box<F>>>,
    slot: Slot<T>,
}

type Slot<T> = Arc<Mutex<Option<T>>>;

fn generate<T, F: Future<Output = ()>>(task: impl FnOnce(Slot<T>) -> F) -> Generated<F, T> {
    let slot = Slot::default();
    Generated { task: Some(Box::pin(task(slot.clone()))), slot }
}

impl<F: Future<Output = ()>, T> Stream for Generated<F, T> {
    type Item = T;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<T>> {
        if let Some(task) = &mut self.task
            && task.as_mut().poll(context).is_ready()
        {
            self.task = None;
        }
        Poll::Ready(self.slot.lock().unwrap().take())
    }
}

async fn next<S: Stream + Unpin>(stream: &mut S) -> Option<S::Item> {
    poll_fn(|context| pin!(&mut *stream).poll_next(context)).await
}

/// The words of a text, longest first: sorted in a scope that is open from the first item to the last.
fn sorted(text: String) -> impl Stream<Item = Kept<&'static str>> + Send + Unpin {
    generate(async move |slot| {
        scope!(cx);
        let words = cx.alloc_iter(text.split(' ').map(move |word| &*cx.alloc_str(word)));
        words.sort_by_key(|word| std::cmp::Reverse(word.len()));
        for word in words {
            *slot.lock().unwrap() = Some(Kept::new(|own| &*own.alloc_str(word)));
            turn().await;
        }
    })
}

#[test]
fn nx03_streams_that_hold_a_scope() {
    static LEDGER: Ledger = Ledger::new();
    let held = run(3, &LEDGER, async {
        let mut tasks = JoinSet::new();
        for n in 0..30 {
            tasks.spawn(async move {
                let mut words = sorted("a study in scarlet ".repeat(100).trim().to_owned());
                let mut kept = Vec::new();
                while let Some(word) = next(&mut words).await {
                    kept.push(word);
                    if n % 3 == 0 && kept.len() == 150 {
                        return; // with the stream half read
                    }
                    yield_now().await;
                }
                assert!(next(&mut words).await.is_none());
                drop(words);
                assert_eq!(kept.len(), 400);
                assert!(kept.iter().zip(0..).all(|(word, n)| word.len() == [7, 5, 2, 1][n / 100]));
            });
        }
        tasks.join_all().await;
    });
    assert_eq!(held, 0);
}

/// Each item is in the scope of the caller, where the stream's own scope is inside of.
#[test]
fn nx03_streams_inside_the_callers_scope() {
    static LEDGER: Ledger = Ledger::new();
    let held = run(1, &LEDGER, async {
        scope!(cx);
        let counter = |step: usize| {
            generate(async move |slot: Slot<&str>| {
                scope!(tmp in cx);
                let mut seen = tmp.vec();
                for n in (0..).step_by(step) {
                    seen.push(n);
                    *slot.lock().unwrap() = Some(&*cx.alloc_fmt(format_args!("{} {n}", seen.len())));
                    turn().await;
                }
            })
        };
        let (mut ones, mut tens) = (counter(1), counter(10));
        let mut kept = cx.vec();
        for _ in 0..200 {
            kept.push(next(&mut ones).await.unwrap());
            kept.push(next(&mut tens).await.unwrap());
        }
        drop(ones);
        kept.push(next(&mut tens).await.unwrap());
        drop(tens);
        assert_eq!((kept[398], kept[399], kept[400]), ("200 199", "200 1990", "201 2000"));
    });
    assert_eq!(held, 0);
}

#[test]
fn nx03_each_request_is_limited_on_its_own() {
    static LEDGER: Ledger = Ledger::new();
    let held = run(3, &LEDGER, async {
        let ready = Arc::new(Notify::new());
        let mut tasks = JoinSet::new();
        for n in 0..20 {
            let ready = ready.clone();
            tasks.spawn(async move {
                scope!(request, limit = 10_000);
                let first = request.try_alloc_slice_default::<u8>(n * 1000).map(|bytes| bytes.len()).ok();
                ready.notify_one();
                yield_now().await;
                assert_eq!(first, (n <= 10).then_some(n * 1000));
            });
        }
        ready.notified().await;
        tasks.join_all().await;
    });
    assert_eq!(held, 0);
}
