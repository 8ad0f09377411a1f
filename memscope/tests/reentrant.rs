//! A global allocator that itself opens scopes, in both directions.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::thread;

use memscope::{scope, trim, with_scope};

/// Works in a scope of its own at each call, unless it is already at work.
struct Busy;

thread_local! {
    static AT_WORK: Cell<bool> = const { Cell::new(false) };
    static FREED: Cell<u32> = const { Cell::new(0) };
}

fn work() {
    if !AT_WORK.replace(true) {
        with_scope(|cx| assert_eq!(*cx.alloc(7_u64), 7));
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
