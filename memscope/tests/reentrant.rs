//! A global allocator that itself opens scopes, in both directions.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::thread;

use memscope::{AllocError, Cause, MemCx, current, scope, trim, with_scope};

/// Works in a scope of its own at each call, unless it is already at work.
struct Busy;

thread_local! {
    static AT_WORK: Cell<bool> = const { Cell::new(false) };
    static FREED: Cell<u32> = const { Cell::new(0) };
    static COMMITS: Cell<bool> = const { Cell::new(false) };
}

fn work() {
    if !AT_WORK.replace(true) {
        with_scope(|cx| assert_eq!(*cx.alloc(7_u64), 7));
        if COMMITS.replace(false) {
            current(commit);
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

/// In the scope for which the heap is at work.
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
    /// Whether the heap was asked.
    fn asks(cx: MemCx<'_>, len: usize) -> bool {
        COMMITS.set(true);
        let _ = cx.try_alloc_slice_default::<u8>(len);
        !COMMITS.replace(false)
    }
    {
        scope!(cx, ambient);
        assert!(asks(cx, 1 << 21));
        let words = cx.alloc([1_u64; 9]);
        scope!(tmp in cx);
        assert!(asks(cx, 1 << 21));
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
        asks(cx, 2400)
    });
    assert!(asked.count() > 1);
}
