//! The thread's cache of chunks: a root scope takes its first window from here and gives its chunks back to it.
//!
//! A region owns its chunks whole, so it may end on another thread than it began on: it then feeds that thread's cache.

use super::chunk::{self, Chunk};

/// The most that a thread keeps, in bytes.
#[cfg(feature = "std")]
const MAX_BYTES: usize = 2 << 20;
/// How many cached chunks a refill looks at before it asks the heap.
#[cfg(feature = "std")]
const MAX_LOOKS: usize = 8;

#[cfg(feature = "std")]
mod imp {
    use super::{Chunk, MAX_BYTES, MAX_LOOKS, chunk};
    use crate::region::chunk::Tail;
    use core::cell::Cell;
    use core::ptr;

    /// Plain cells without a destructor: reading them costs no check whether the thread is on its way out, and they
    /// stay readable until its very end.
    struct Cache {
        head: Cell<*mut Chunk>,
        bytes: Cell<usize>,
        state: Cell<State>,
    }

    #[derive(Clone, Copy, PartialEq)]
    enum State {
        /// Nothing was ever cached, so nothing has to be given back at thread exit.
        New,
        /// The reaper is registered.
        Open,
        /// The reaper ran. Scopes still work, on chunks straight from the heap.
        Closed,
    }

    thread_local! {
        static CACHE: Cache =
            const { Cache { head: Cell::new(ptr::null_mut()), bytes: Cell::new(0), state: Cell::new(State::New) } };
        static REAPER: Reaper = const { Reaper };
    }

    /// Returns everything at thread exit.
    struct Reaper;

    impl Drop for Reaper {
        fn drop(&mut self) {
            CACHE.with(|cache| cache.state.set(State::Closed));
            trim();
        }
    }

    /// Takes the most recently cached chunk, of whatever size, or null.
    #[inline(always)]
    pub(in crate::region) fn pop() -> *mut Chunk {
        CACHE.with(|cache| {
            let chunk = cache.head.get();
            if !chunk.is_null() {
                // SAFETY: cached chunks are owned by the cache and have intact headers.
                unsafe {
                    cache.head.set((*chunk).next);
                    cache.bytes.set(cache.bytes.get() - (*chunk).size);
                    (*chunk).next = ptr::null_mut();
                }
            }
            chunk
        })
    }

    /// Takes a chunk of at least `size` bytes, or null.
    pub(in crate::region) fn take(size: usize) -> *mut Chunk {
        CACHE.with(|cache| {
            let mut link: *const Cell<*mut Chunk> = &raw const cache.head;
            for _ in 0..MAX_LOOKS {
                // SAFETY: `link` is the cache's head or the `next` field of a cached chunk. A `Cell` has the layout
                // of its content, and the header is reached through no reference meanwhile.
                let chunk = unsafe { (*link).get() };
                if chunk.is_null() {
                    break;
                }
                // SAFETY: a cached chunk, whose header is intact; it is unlinked from where it was found.
                unsafe {
                    if (*chunk).size >= size {
                        (*link).set((*chunk).next);
                        cache.bytes.set(cache.bytes.get() - (*chunk).size);
                        (*chunk).next = ptr::null_mut();
                        return chunk;
                    }
                    link = (&raw const (*chunk).next).cast();
                }
            }
            ptr::null_mut()
        })
    }

    /// Caches a chunk, or gives it to the heap if the cache is full or closed.
    ///
    /// # Safety
    /// `chunk` is a chunk which nothing uses any more.
    #[inline]
    pub(in crate::region) unsafe fn put(chunk: *mut Chunk) {
        CACHE.with(|cache| {
            // SAFETY: the caller hands the chunk over, its header is intact.
            unsafe {
                let bytes = cache.bytes.get() + (*chunk).size;
                if cache.state.get() != State::Open || bytes > MAX_BYTES {
                    return put_cold(cache, chunk);
                }
                push(cache, chunk);
            }
        });
    }

    #[inline(always)]
    unsafe fn push(cache: &Cache, chunk: *mut Chunk) {
        // SAFETY: as for `put`.
        unsafe {
            let size = (*chunk).size;
            *chunk = Chunk {
                next: cache.head.get(),
                size,
                grade: size,
                drops: ptr::null_mut(),
                spare: ptr::null_mut(),
                tail: Tail::NONE,
                charged: 0,
            };
            cache.head.set(chunk);
            cache.bytes.set(cache.bytes.get() + size);
        }
    }

    #[cold]
    unsafe fn put_cold(cache: &Cache, chunk: *mut Chunk) {
        if cache.state.get() == State::New {
            // Registering may allocate, and a global allocator may open scopes: the state is looked at afterwards.
            let registered = REAPER.try_with(|_| ()).is_ok();
            if cache.state.get() == State::New {
                cache.state.set(if registered { State::Open } else { State::Closed });
            }
        }
        // SAFETY: as for `put`; either the cache takes the chunk or the heap does.
        unsafe {
            if cache.state.get() == State::Open && cache.bytes.get() + (*chunk).size <= MAX_BYTES {
                push(cache, chunk);
            } else {
                chunk::put(chunk);
            }
        }
    }

    /// Gives the calling thread's cached chunks back to the heap.
    ///
    /// A thread keeps up to 2 MiB of chunks for its next scopes, until it ends. Call this after a burst of work, in a
    /// thread that will idle. Costs a call of the heap for each cached chunk; open scopes are not touched.
    ///
    /// ```
    /// memscope::with_scope(|cx| { cx.alloc_slice_default::<u8>(100_000); });
    /// memscope::trim();
    /// ```
    pub fn trim() {
        loop {
            let chunk = pop();
            if chunk.is_null() {
                break;
            }
            // SAFETY: `pop` made the chunk ours, and cached chunks are in nobody's use.
            unsafe { chunk::put(chunk) };
        }
    }
}

#[cfg(not(feature = "std"))]
mod imp {
    use super::{Chunk, chunk};
    use core::ptr;

    /// Without threads to know there is no cache.
    #[inline(always)]
    pub(in crate::region) fn pop() -> *mut Chunk {
        ptr::null_mut()
    }

    pub(in crate::region) fn take(_: usize) -> *mut Chunk {
        ptr::null_mut()
    }

    /// # Safety
    /// `chunk` is a chunk which nothing uses any more.
    pub(in crate::region) unsafe fn put(chunk: *mut Chunk) {
        // SAFETY: passed on.
        unsafe { chunk::put(chunk) }
    }
}

#[cfg(feature = "std")]
pub use imp::trim;
pub(super) use imp::{pop, put, take};
