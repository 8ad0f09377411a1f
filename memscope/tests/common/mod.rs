//! What the behaviour tests share: a global allocator that counts what each thread asks for and fails on request,
//! witnesses for contents, destructors and panics, and futures polled by hand.
//!
//! All state is thread-local, so tests that run at the same time do not see each other's.
#![allow(dead_code, unreachable_pub, unused_imports)] // each test binary uses its part of this

mod random;

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::future::{Future, poll_fn};
use std::mem::replace;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::pin::Pin;
use std::ptr::{self, NonNull};
use std::sync::atomic::{AtomicPtr, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::thread;

pub(crate) use random::Random;

/// Chunks are the only thing that these tests ask the heap for at this alignment.
const CHUNK_ALIGN: usize = 16;

/// More bytes than this are refused here: a sanitizer's heap would end the process.
const MOST: usize = 1 << 36;

struct Counted;

#[global_allocator]
static HEAP: Counted = Counted;

/// What a thread has asked of the heap so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// Calls that ask for memory, of whatever kind.
    pub requests: usize,
    /// Bytes asked for less bytes given back, all kinds.
    pub held: isize,
    /// Calls that ask for a chunk.
    pub chunks: usize,
    /// Bytes of chunks asked for less those given back.
    pub chunk_bytes: isize,
}

thread_local! {
    static USAGE: Cell<Usage> = const { Cell::new(Usage { requests: 0, held: 0, chunks: 0, chunk_bytes: 0 }) };
    static SUPPLY: Cell<Supply> = const { Cell::new(Supply::Plenty) };
    static LEDGER: Cell<Option<&'static Ledger>> = const { Cell::new(None) };
}

/// Which requests of a thread go well.
#[derive(Clone, Copy)]
enum Supply {
    Plenty,
    /// So many more chunks, then none. Requests of other kinds go well, so that a panic can be raised.
    Chunks(usize),
    Nothing,
}

fn granted(layout: Layout) -> bool {
    match SUPPLY.get() {
        Supply::Plenty => true,
        Supply::Nothing => false,
        Supply::Chunks(_) if layout.align() != CHUNK_ALIGN => true,
        Supply::Chunks(0) => false,
        Supply::Chunks(left) => {
            SUPPLY.set(Supply::Chunks(left - 1));
            true
        }
    }
}

fn count(layout: Layout, requests: usize, sign: isize) {
    let mut usage = USAGE.get();
    let bytes = sign * layout.size() as isize;
    usage.requests += requests;
    usage.held += bytes;
    if layout.align() == CHUNK_ALIGN {
        usage.chunks += requests;
        usage.chunk_bytes += bytes;
        if let Some(ledger) = LEDGER.get() {
            ledger.bytes.fetch_add(bytes as usize, Ordering::Relaxed);
        }
    }
    USAGE.set(usage);
}

// SAFETY: passes everything on to the system's allocator, and refuses by the null pointer.
unsafe impl GlobalAlloc for Counted {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if layout.size() > MOST || !granted(layout) {
            return ptr::null_mut();
        }
        count(layout, 1, 1);
        // SAFETY: by the caller's contract.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        count(layout, 0, -1);
        // SAFETY: by the caller's contract.
        unsafe { System.dealloc(block, layout) }
    }
}

/// What this thread has asked of the heap so far.
pub fn usage() -> Usage {
    USAGE.get()
}

/// What `f` asks of the heap, on this thread.
pub fn measure<R>(f: impl FnOnce() -> R) -> (R, Usage) {
    let before = usage();
    let result = f();
    let after = usage();
    let used = Usage {
        requests: after.requests - before.requests,
        held: after.held - before.held,
        chunks: after.chunks - before.chunks,
        chunk_bytes: after.chunk_bytes - before.chunk_bytes,
    };
    (result, used)
}

/// Runs `f` on an empty cache, and checks that it keeps no chunk but those of the cache, which it then empties. With the
/// feature `checked` all threads have one source, which keeps what is freed for a while: there is nothing to compare.
#[track_caller]
pub fn balanced<R>(f: impl FnOnce() -> R) -> R {
    if cfg!(feature = "checked") {
        return f();
    }
    memscope::trim();
    let before = usage().chunk_bytes;
    let result = f();
    memscope::trim();
    assert_eq!(usage().chunk_bytes, before, "bytes of chunks held afterwards");
    result
}

fn supplied<R>(supply: Supply, f: impl FnOnce() -> R) -> R {
    struct Reset;
    impl Drop for Reset {
        fn drop(&mut self) {
            SUPPLY.set(Supply::Plenty);
        }
    }
    let _reset = Reset;
    SUPPLY.set(supply);
    f()
}

/// This thread gets `left` more chunks from the heap, and then none, until `f` returns or panics.
pub fn with_chunks<R>(left: usize, f: impl FnOnce() -> R) -> R {
    supplied(Supply::Chunks(left), f)
}

/// Every request of this thread fails until `f` returns or panics.
pub fn without_heap<R>(f: impl FnOnce() -> R) -> R {
    supplied(Supply::Nothing, f)
}

/// The chunks that several threads hold together.
pub struct Ledger {
    bytes: AtomicUsize,
}

impl Ledger {
    pub const fn new() -> Self {
        Self { bytes: AtomicUsize::new(0) }
    }

    /// From now on this thread's chunks are counted here.
    pub fn watch(&'static self) {
        LEDGER.set(Some(self));
    }

    pub fn bytes(&self) -> usize {
        self.bytes.load(Ordering::Relaxed)
    }
}

/// The message of a panic that `f` must raise.
#[track_caller]
pub fn panic_text<R>(f: impl FnOnce() -> R) -> String {
    let payload = match catch_unwind(AssertUnwindSafe(f)) {
        Ok(_) => panic!("it did not panic"),
        Err(payload) => payload,
    };
    match payload.downcast::<String>() {
        Ok(text) => *text,
        Err(payload) => (*payload.downcast::<&str>().expect("a panic with a text")).to_owned(),
    }
}

/// Pieces of raw memory, each filled with a byte of its own, which tell whether anybody else writes there.
#[derive(Default)]
pub struct Blocks(Vec<(NonNull<u8>, usize, u8)>);

impl Blocks {
    /// Fills a fresh block, whose memory stays valid as long as `self` is used.
    #[track_caller]
    pub fn add(&mut self, start: NonNull<u8>, layout: Layout) {
        assert!(start.addr().get().is_multiple_of(layout.align()), "{start:?} is not aligned for {layout:?}");
        let fill = self.0.len() as u8 ^ 0xA5;
        // SAFETY: the test allocated the block and gives it to nobody else.
        unsafe { start.write_bytes(fill, layout.size()) };
        self.0.push((start, layout.size(), fill));
    }

    #[track_caller]
    pub fn check(&self) {
        for &(start, len, fill) in &self.0 {
            // SAFETY: `add` filled the block, and its memory is still there.
            let bytes = unsafe { NonNull::slice_from_raw_parts(start, len).as_ref() };
            assert!(bytes.iter().all(|&byte| byte == fill), "a block of {len} bytes at {start:?} was overwritten");
        }
    }
}

/// What happened, in order.
#[derive(Clone, Default)]
pub struct Log(Arc<Mutex<Vec<u32>>>);

impl Log {
    pub fn note(&self, id: u32) {
        self.0.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).push(id);
    }

    /// A value that writes `id` when it is dropped.
    pub fn loud(&self, id: u32) -> Loud {
        Loud { id, log: self.clone() }
    }

    /// What was noted since the last call.
    pub fn take(&self) -> Vec<u32> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(|poisoned| poisoned.into_inner()))
    }
}

/// Notes its drop.
pub struct Loud {
    pub id: u32,
    log: Log,
}

impl Drop for Loud {
    fn drop(&mut self) {
        self.log.note(self.id);
    }
}

thread_local! {
    static CALLS: Cell<usize> = const { Cell::new(0) };
    static PANIC_AT: Cell<usize> = const { Cell::new(usize::MAX) };
}

/// A call of user code: panics if it is the one that [`with_panic_at`] chose.
pub fn user_code() {
    let n = CALLS.replace(CALLS.get() + 1);
    if n == PANIC_AT.get() {
        // Not `panic!`: nothing is printed hundreds of times.
        resume_unwind(Box::new("user code"));
    }
}

/// Runs `f` with a panic in the n-th call of user code. Returns whether it panicked, and how many calls there were.
pub fn with_panic_at(n: usize, f: impl FnOnce()) -> (bool, usize) {
    CALLS.set(0);
    PANIC_AT.set(n);
    let panicked = catch_unwind(AssertUnwindSafe(f)).is_err();
    PANIC_AT.set(usize::MAX);
    (panicked, CALLS.get())
}

/// Runs `f` on a thread whose stack has room for 10 000 frames of a debug build.
pub fn on_a_large_stack(f: impl FnOnce() + Send + 'static) {
    thread::Builder::new().stack_size(512 << 20).spawn(f).unwrap().join().unwrap();
}

/// Pending once.
pub async fn turn() {
    let mut seen = false;
    poll_fn(|_| if replace(&mut seen, true) { Poll::Ready(()) } else { Poll::Pending }).await;
}

/// Polls once; whether it is done.
pub fn poll<F: Future<Output = ()> + ?Sized>(future: &mut Pin<Box<F>>) -> bool {
    future.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_ready()
}

/// Forgets something that is never dropped. What a leak checker finds here is no leak to it.
pub fn forget<T>(value: T) {
    static FORGOTTEN: Mutex<Vec<AtomicPtr<()>>> = Mutex::new(Vec::new());
    let place = Box::into_raw(Box::new(value));
    FORGOTTEN.lock().unwrap().push(AtomicPtr::new(place.cast()));
}
