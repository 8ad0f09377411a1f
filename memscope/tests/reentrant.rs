//! A global allocator that itself opens scopes, in both directions.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Barrier;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::thread;

use memscope::{AllocError, Cause, MemCx, current, scope, trim, with_scope};

/// Works in a scope of its own at each call, unless it is already at work.
struct Busy;

thread_local! {
    static AT_WORK: Cell<bool> = const { Cell::new(false) };
    static FREED: Cell<u32> = const { Cell::new(0) };
    /// What else it does at its next call.
    static ERRAND: Cell<Option<fn()>> = const { Cell::new(None) };
}

fn work() {
    if !AT_WORK.replace(true) {
        with_scope(|cx| assert_eq!(*cx.alloc(7_u64), 7));
        if let Some(errand) = ERRAND.take() {
            errand();
        }
        AT_WORK.set(false);
    }
}

// SAFETY: the system's allocator, after some work that does not touch the block.
unsafe impl GlobalAlloc for Busy {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        work();
        // SAFETY: passed on.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, ptr: *mut u8, layout: Layout) {
        work();
        FREED.set(FREED.get() + 1);
        // SAFETY: passed on.
        unsafe { System.dealloc(ptr, layout) }
    }
}

#[global_allocator]
static HEAP: Busy = Busy;

fn several_chunks() {
    scope!(cx);
    let numbers = cx.alloc_slice_fill_with(1000, |n| n);
    scope!(tmp in cx);
    let text = tmp.alloc_fmt(format_args!("{numbers:?}"));
    assert!(text.starts_with("[0, 1, 2"));
}

#[test]
fn cx05_a_heap_that_opens_scopes_is_neither_confused_nor_kept_busy_for_ever() {
    several_chunks();
    let before = FREED.get();
    trim();
    assert!(FREED.get() - before < 20 || cfg!(feature = "checked"));
    several_chunks();
    for _ in 0..3 {
        // Its cache goes back at its end, by the same heap.
        thread::spawn(several_chunks).join().unwrap();
    }
}

/// Whether the heap was asked for memory of the scope, and did that meanwhile.
fn asks(cx: MemCx<'_>, len: usize, errand: fn()) -> bool {
    ERRAND.set(Some(errand));
    let _ = cx.try_alloc_slice_default::<u8>(len);
    ERRAND.take().is_none()
}

/// In the scope for which the heap is at work.
fn commit_here() {
    current(commit).unwrap();
}

fn commit(cx: MemCx<'_>) {
    let empty = cx.transaction::<&(), ()>(|_, _| Ok(&()));
    assert_eq!(empty, Ok(&()));
    let adopted = cx.transaction::<&(), AllocError>(|tx, _| {
        tx.try_adopt(vec![1])?;
        Ok(&())
    });
    assert_eq!(adopted.unwrap_err().cause(), Cause::OutOfMemory);
}

/// Such a scope cannot take anything over, whatever it has.
#[cfg_attr(feature = "checked", ignore = "about chunks")]
#[test]
fn cx05_a_heap_that_commits_to_the_scope_that_asks_it() {
    {
        scope!(cx, ambient);
        assert!(asks(cx, 1 << 21, commit_here));
        let words = cx.alloc([1_u64; 9]);
        scope!(tmp in cx);
        assert!(asks(cx, 1 << 21, commit_here));
        assert_eq!((*words, *tmp.alloc(1_u64)), ([1; 9], 1));
    }
    trim();
    scope!(cx, limit = 200_000, ambient);
    cx.alloc_slice_default::<u8>(1000);
    {
        scope!(tmp in cx);
        tmp.alloc(1_u64);
        cx.alloc(2_u64); // moves on, and what it left is the spare
    }
    let asked = (0..20_000).step_by(50).filter(|limit| {
        cx.set_limit(*limit).unwrap(); // takes the spare at first
        asks(cx, 2400, commit_here)
    });
    assert!(asked.count() > 1);
}

/// What was lent when a limit was lowered comes back shorter, and at full length when it is raised, whatever the heap commits
/// in between.
#[cfg_attr(feature = "checked", ignore = "about chunks")]
#[test]
fn cx05_a_heap_that_commits_to_a_scope_whose_limit_was_lowered() {
    scope!(cx, limit = 200_000, ambient);
    cx.alloc_slice_default::<u8>(1000);
    {
        scope!(tmp in cx); // has the window
        tmp.alloc(1_u64);
        {
            scope!(other in cx); // has a chunk, which counts
            other.alloc_slice_default::<u8>(50_000);
            cx.set_limit(10_000).unwrap();
        }
        trim();
        assert!(asks(cx, 5000, commit_here)); // gets a chunk beside the window
    }
    cx.set_limit(20_000).unwrap();
    let words = (0..).take_while(|n| cx.try_alloc::<u64>(*n).is_ok()).count();
    assert_eq!(words, (20_000 - 6000) / size_of::<u64>());
}

/// A handle on the stack of a coroutine: that of a thread, which runs only while the one that has the scope waits.
struct Stack<'mcx>(MemCx<'mcx>);

// SAFETY: the two threads take turns, so that what they use is never used at once.
unsafe impl Send for Stack<'_> {}

static TURN: Barrier = Barrier::new(2);

/// Lets the other stack go on, until that does the same.
fn switch() {
    TURN.wait();
    TURN.wait();
}

/// How many have ended.
static ENDED: AtomicU32 = AtomicU32::new(0);

struct Ends;

impl Drop for Ends {
    fn drop(&mut self) {
        ENDED.fetch_add(1, Relaxed);
    }
}

/// Runs `f` beside a transaction that has so many bytes, and goes back to that if `f` did not. Returns why it was not committed.
fn beside_a_transaction(cx: MemCx<'_>, len: usize, f: impl FnOnce() -> bool) -> Option<&'static str> {
    let stack = Stack(cx);
    let transaction = move || {
        let Stack(cx) = { stack };
        let committed = catch_unwind(AssertUnwindSafe(|| {
            cx.transaction::<&u64, ()>(|tx, _| {
                tx.adopt(Ends);
                tx.alloc_slice_default::<u8>(len);
                switch();
                Ok(tx.alloc(7))
            })
        }));
        TURN.wait();
        committed.err().map(|text| *text.downcast().unwrap())
    };
    thread::scope(|threads| {
        let transaction = threads.spawn(transaction);
        TURN.wait();
        if !f() {
            switch();
        }
        transaction.join().unwrap()
    })
}

/// What it hands over while the scope's state is elsewhere would be lost. So it is rolled back, with words.
#[cfg_attr(feature = "checked", ignore = "about chunks")]
#[test]
fn cx05_a_transaction_that_began_before_the_heap_was_asked() {
    const REFUSED: &str = "a transaction cannot be committed to a scope for which the heap or a source is at work";
    for (has, made, wanted) in [(0, 1, 5000), (0, 9000, 5000), (9, 1, 5000), (9, 9000, 5000), (9, 9000, 1 << 21)] {
        trim();
        scope!(cx);
        cx.alloc_slice_default::<u8>(has);
        assert_eq!(beside_a_transaction(cx, made, || asks(cx, wanted, switch)), Some(REFUSED));
        assert_eq!(ENDED.swap(0, Relaxed), 1);
        assert_eq!(cx.transaction::<&u64, ()>(|tx, _| Ok(tx.alloc(8))), Ok(&8));
    }
    // Where a limit has taken the spares, a commit would give them back to a chunk that is not at hand.
    let refused = (0..8000).step_by(50).filter_map(|limit| {
        scope!(cx, limit = 200_000);
        cx.alloc_slice_default::<u8>(1000);
        {
            scope!(tmp in cx);
            tmp.alloc(1_u64);
            cx.alloc(2_u64); // moves on, and what it left is the spare
        }
        beside_a_transaction(cx, 1, || {
            {
                scope!(tmp in cx);
                tmp.alloc_slice_default::<u8>(50_000);
                cx.set_limit(limit).unwrap();
            }
            trim();
            asks(cx, 2400, switch)
        })
    });
    assert!(refused.inspect(|text| assert_eq!(*text, REFUSED)).count() > 1);
}

/// Such a scope has nothing to give.
fn ask_in_vain(cx: MemCx<'_>) {
    fn panics<R>(f: impl FnOnce() -> R) {
        assert!(catch_unwind(AssertUnwindSafe(f)).is_err());
    }
    panics(|| cx.alloc(1_u64));
    panics(|| cx.boxed(vec![1_u64]));
    panics(|| cx.alloc([1_u64; 9]));
    panics(|| cx.alloc_str("text"));
    panics(|| cx.alloc_slice_copy(&[1, 2, 3]));
    cx.alloc(());
}

#[cfg_attr(feature = "checked", ignore = "about chunks")]
#[test]
fn cx05_a_heap_that_catches_the_panic_of_the_scope_that_asks_it() {
    fn values<R>(make: impl Fn(u64) -> R) -> impl Iterator<Item = (u64, R)> {
        let mut asked = 0;
        let values = (0..500).map(|n| {
            AT_WORK.set(true); // at each call it would leave a chunk in the cache
            trim();
            AT_WORK.set(false);
            ERRAND.set(Some(|| {
                current(ask_in_vain);
            }));
            let value = make(n);
            asked += u32::from(ERRAND.take().is_none());
            (n, value)
        });
        let values: Vec<_> = values.collect();
        assert!(asked > 1, "the heap was asked {asked} times");
        values.into_iter()
    }
    {
        scope!(cx, ambient);
        values(|n| cx.alloc([n; 3])).for_each(|(n, value)| assert_eq!(*value, [n; 3]));
    }
    {
        scope!(cx, ambient);
        values(|n| cx.alloc([n; 9])).for_each(|(n, value)| assert_eq!(*value, [n; 9]));
    }
    let text = "text".repeat(125);
    scope!(cx, ambient);
    values(|n| cx.alloc_str(&text[..n as usize])).for_each(|(n, value)| assert_eq!(*value, text[..n as usize]));
}
