//! The global allocator, counting: so the report tells what was asked of the system, whoever asked.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::time::{Duration, Instant};

#[global_allocator]
static ALLOCATOR: Counting = Counting;

static REQUESTS: AtomicUsize = AtomicUsize::new(0);
static LIVE: AtomicUsize = AtomicUsize::new(0);
static PEAK: AtomicUsize = AtomicUsize::new(0);

struct Counting;

impl Counting {
    /// Loads and stores, not read-modify-write: the program has one thread, and the meter must not slow what it measures.
    fn record(&self, grown: usize, shrunk: usize) {
        let live = LIVE.load(Relaxed).wrapping_add(grown).wrapping_sub(shrunk);
        LIVE.store(live, Relaxed);
        if grown > 0 {
            REQUESTS.store(REQUESTS.load(Relaxed) + 1, Relaxed);
            if live > PEAK.load(Relaxed) {
                PEAK.store(live, Relaxed);
            }
        }
    }
}

// SAFETY: every call goes to `System` with the caller's own arguments, whose contract is the same as ours; the counters
// are atomics, which neither allocate nor unwind.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        self.record(layout.size(), 0);
        // SAFETY: the caller vouches for the layout.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        self.record(layout.size(), 0);
        // SAFETY: the caller vouches for the layout.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        self.record(0, layout.size());
        // SAFETY: the caller vouches that `at` came from us with this layout, hence from `System`.
        unsafe { System.dealloc(at, layout) }
    }

    unsafe fn realloc(&self, at: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        self.record(size, layout.size());
        // SAFETY: the caller vouches for `at`, the layout and the size.
        unsafe { System.realloc(at, layout, size) }
    }
}

/// What a piece of work took.
#[derive(Clone, Copy)]
pub(crate) struct Usage {
    pub(crate) time: Duration,
    /// Bytes, above what was live before.
    pub(crate) peak: usize,
    /// How often memory was asked for.
    pub(crate) requests: usize,
}

pub(crate) fn measure<R>(work: impl FnOnce() -> R) -> (R, Usage) {
    let (live, requests) = (LIVE.load(Relaxed), REQUESTS.load(Relaxed));
    PEAK.store(live, Relaxed);
    let start = Instant::now();
    let result = work();
    let time = start.elapsed();
    let usage = Usage { time, peak: PEAK.load(Relaxed) - live, requests: REQUESTS.load(Relaxed) - requests };
    (result, usage)
}
