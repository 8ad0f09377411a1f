//! A global allocator that counts, and what is asserted of the counts.

use core::alloc::{GlobalAlloc, Layout};
use core::cell::Cell;
use core::hint::black_box;
use std::alloc::{System, alloc, dealloc};
use std::thread_local;

/// A global allocator that counts what each thread asks for, and else passes everything on.
///
/// ```
/// use memscope::testing::CountingAlloc;
///
/// #[global_allocator]
/// static HEAP: CountingAlloc = CountingAlloc::new();
/// # fn main() {}
/// ```
///
/// **Cost.** Two additions to a variable of the thread.
#[derive(Clone, Copy, Debug, Default)]
pub struct CountingAlloc<A = System>(A);

impl CountingAlloc {
    /// Over the system's allocator.
    #[must_use]
    pub const fn new() -> Self {
        Self(System)
    }
}

impl<A> CountingAlloc<A> {
    /// Over another allocator.
    #[must_use]
    pub const fn over(heap: A) -> Self {
        Self(heap)
    }
}

/// What one thread has asked of the heap.
struct Counts {
    requests: Cell<usize>,
    /// Blocks that it got less those that it gave back.
    blocks: Cell<isize>,
    /// The first request since this was last empty.
    first: Cell<Option<Layout>>,
}

thread_local! {
    static COUNTS: Counts =
        const { Counts { requests: Cell::new(0), blocks: Cell::new(0), first: Cell::new(None) } };
}

fn request(layout: Layout, blocks: isize) {
    COUNTS.with(|counts| {
        counts.requests.set(counts.requests.get().wrapping_add(1));
        counts.blocks.set(counts.blocks.get().wrapping_add(blocks));
        if counts.first.get().is_none() {
            counts.first.set(Some(layout));
        }
    });
}

// SAFETY: passed on; counting neither allocates nor unwinds, and its variable has no destructor.
unsafe impl<A: GlobalAlloc> GlobalAlloc for CountingAlloc<A> {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        request(layout, 1);
        // SAFETY: passed on.
        unsafe { self.0.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        request(layout, 1);
        // SAFETY: passed on.
        unsafe { self.0.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        request(layout, 0);
        // SAFETY: passed on.
        unsafe { self.0.realloc(block, layout, size) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        COUNTS.with(|counts| counts.blocks.set(counts.blocks.get().wrapping_sub(1)));
        // SAFETY: passed on.
        unsafe { self.0.dealloc(block, layout) }
    }
}

/// Whether the program's global allocator is a [`CountingAlloc`]. It asks it, and forgets that it did.
fn installed() -> bool {
    let (before, first) = COUNTS.with(|counts| (counts.requests.get(), counts.first.get()));
    let layout = Layout::new::<u8>();
    // SAFETY: the layout is not of size zero; the block is given back at once.
    unsafe {
        let block = black_box(alloc(layout));
        if !block.is_null() {
            dealloc(block, layout);
        }
    }
    COUNTS.with(|counts| {
        counts.first.set(first);
        counts.requests.replace(before) != before
    })
}

/// How many blocks of the heap the thread has got and not given back; always the same without a [`CountingAlloc`].
pub(super) fn blocks() -> isize {
    COUNTS.with(|counts| counts.blocks.get())
}

/// Runs `f`, which must not ask the heap for memory on this thread: for the critical sections of a program. Giving memory back
/// is allowed.
///
/// Scopes ask the heap for chunks, when the thread's cache has none; so a scope that `f` uses needs memory at hand. Code that
/// must not allocate in a scope is given no handle.
///
/// ```
/// use memscope::testing::{CountingAlloc, assert_no_heap};
///
/// #[global_allocator]
/// static HEAP: CountingAlloc = CountingAlloc::new();
///
/// let mut list = Vec::with_capacity(3);
/// assert_no_heap(|| list.extend([1, 2, 3]));
/// ```
///
/// # Panics
/// If `f` asked the heap for memory, with how often, and the size of the first request; and if the program's global allocator
/// is not a [`CountingAlloc`].
#[track_caller]
pub fn assert_no_heap<R>(f: impl FnOnce() -> R) -> R {
    assert!(installed(), "`assert_no_heap` sees nothing: make a `CountingAlloc` the `#[global_allocator]`");
    let counts = || COUNTS.with(|counts| counts.requests.get());
    let outer = COUNTS.with(|counts| counts.first.take());
    let before = counts();
    let result = f();
    let requests = counts().wrapping_sub(before);
    let first = COUNTS.with(|counts| counts.first.replace(outer.or(counts.first.get())));
    if let Some(first) = first.filter(|_| requests > 0) {
        let (size, align) = (first.size(), first.align());
        panic!("the heap was asked {requests} times where it must not be, first for {size} bytes (align {align})");
    }
    result
}
