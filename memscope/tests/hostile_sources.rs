//! What safe programs can do to sources: come back to them while they work, share them, forget them, put them over scopes.
#![forbid(unsafe_code)]

use std::cell::Cell;
use std::mem::{MaybeUninit, forget};
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::thread;

use memscope::source::{Buffer, Checked, Event, First, Heap, Limited, Logging, Source, Tracking};
use memscope::{MemBox, MemCx, scope};

/// Allocates and frees, in a scope on the source and in one inside, and looks whether all is as it was written.
fn work(source: &impl Source, rounds: u64) {
    scope!(cx, from = source);
    let mut boxes: Vec<MemBox<'_, [u64; 4]>> = Vec::new();
    let mut list = cx.vec();
    for n in 0..rounds {
        scope!(tmp in cx);
        boxes.push(cx.boxed([n; 4]));
        list.push(tmp.alloc_slice_copy(&[n; 9]).iter().sum::<u64>());
        if n % 3 == 0 {
            cx.free(boxes.swap_remove(boxes.len() / 2));
        }
    }
    assert!(boxes.iter().all(|words| words.iter().all(|word| *word == words[0])));
    assert!(list.iter().enumerate().all(|(n, sum)| *sum == 9 * n as u64));
}

#[test]
fn al01_a_log_opens_scopes_on_the_source_that_calls_it() {
    type Logged<S> = Logging<S, fn(Event)>;
    static SOURCE: Logged<Checked<Logged<Heap>>> = Logging::new(Checked::collecting(Logging::new(Heap, log)), log);
    thread_local! {
        static DEPTH: Cell<u32> = const { Cell::new(0) };
        static CALLS: Cell<u32> = const { Cell::new(0) };
    }

    fn log(_: Event) {
        CALLS.set(CALLS.get() + 1);
        if CALLS.get().is_multiple_of(7) && DEPTH.get() < 2 {
            DEPTH.set(DEPTH.get() + 1);
            work(&SOURCE, 5);
            DEPTH.set(DEPTH.get() - 1);
        }
    }
    work(&SOURCE, 30);
    assert!(CALLS.get() > 1000, "{}", CALLS.get());
}

#[test]
fn al01_threads_share_what_checks_while_it_is_flushed() {
    let checked = Checked::new(Heap);
    let tracking = Tracking::new(First::new(Limited::new(&checked, 20_000), &checked));
    let done = AtomicBool::new(false);
    let rounds = if cfg!(miri) { 5 } else { 200 };
    thread::scope(|threads| {
        threads.spawn(|| {
            while !done.load(Relaxed) {
                checked.flush();
                assert!(checked.reports().is_empty());
                thread::yield_now();
            }
        });
        let workers = [(); 3].map(|()| threads.spawn(|| (0..5).for_each(|_| work(&tracking, rounds))));
        let ended = workers.map(|worker| worker.join().is_ok());
        done.store(true, Relaxed);
        assert_eq!(ended, [true; 3]);
    });
    assert_eq!((tracking.total().live, checked.live()), (0, 0));
}

/// What is watched lies in memory of the scope, which it gets back before its end, or which goes with the scope.
#[test]
fn al01_what_checks_stands_over_a_scope() {
    fn in_scope(cx: MemCx<'_>, forgotten: bool) {
        let checked = Checked::new(Checked::new(cx));
        let words = cx.alloc([7_u64; 9]);
        work(&checked, 20);
        assert!(checked.live() == 0 && words.iter().all(|word| *word == 7));
        if forgotten {
            forget(checked);
        }
    }
    for forgotten in [false, true] {
        scope!(plain);
        in_scope(plain, forgotten);
        scope!(recycling, recycle);
        in_scope(recycling, forgotten);
        scope!(limited in plain, limit = 1 << 20);
        in_scope(limited, forgotten);
        let checked = Checked::new(Heap);
        scope!(objects, from = &checked);
        in_scope(objects, forgotten);
        let rolled_back = plain.transaction::<&'static u32, ()>(|tx, _| {
            in_scope(tx, forgotten);
            Err(())
        });
        assert!(rolled_back.is_err());
    }
}

/// The buffer has its bytes back when the scope is over, and those who forget what they took have them for good.
#[test]
fn al01_a_checked_buffer_is_used_again() {
    let mut bytes = [MaybeUninit::uninit(); 1 << 16];
    for _ in 0..10 {
        let checked = Checked::new(Buffer::new(&mut bytes));
        work(&checked, 20);
    }
    forget(Checked::new(Buffer::new(&mut bytes)));
    bytes.fill(MaybeUninit::new(0));
}
