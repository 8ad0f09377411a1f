//! The thread's cache of chunks: a root scope takes its first window from here and gives its chunks back to it.
//!
//! A region owns its chunks whole, so it may end on another thread than it began on: it then feeds that thread's cache.

use core::ptr::{self, NonNull};

use super::chunk::{self, CHUNK_ALIGN, Chunk, HEADER, MAX_CHUNK};
use crate::shadow;

#[cfg(all(feature = "std", not(feature = "checked")))]
mod imp {
    use super::{Chunk, chunk};
    use crate::region::chunk::MIN_CHUNK;
    use core::cell::Cell;
    use core::ptr;

    /// The most that a thread keeps, in bytes, beside the last chunk.
    const MAX_BYTES: usize = 1 << 20;
    /// What a thread keeps beyond that, in bytes, of the smallest chunks: owners come and go with those, also where larger
    /// ones fill the cache.
    const MORE_SMALL: usize = 32 << 10;
    /// How many cached chunks a refill looks at before it asks the heap.
    const MAX_LOOKS: usize = 8;

    /// Plain cells without a destructor: reading them costs no check whether the thread is on its way out, and they
    /// stay readable until its very end, where the target has thread-locals of its own.
    struct Cache {
        /// The chunk that the last scope gave back, null if there is none, or `NO_SLOT` unless the cache is open.
        slot: Cell<*mut Chunk>,
        /// The others, linked by `next`.
        list: Cell<*mut Chunk>,
        /// Of the list.
        bytes: Cell<usize>,
        state: Cell<State>,
    }

    const NO_SLOT: *mut Chunk = ptr::without_provenance_mut(1);

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
        static CACHE: Cache = const {
            Cache {
                slot: Cell::new(NO_SLOT),
                list: Cell::new(ptr::null_mut()),
                bytes: Cell::new(0),
                state: Cell::new(State::New),
            }
        };
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
            let chunk = cache.slot.get();
            if chunk.addr() > NO_SLOT.addr() {
                cache.slot.set(ptr::null_mut());
                return chunk;
            }
            pop_list()
        })
    }

    #[cold]
    #[inline(never)]
    extern "C" fn pop_list() -> *mut Chunk {
        CACHE.with(|cache| {
            let chunk = cache.list.get();
            if !chunk.is_null() {
                // SAFETY: cached chunks are owned by the cache and have intact headers.
                unsafe { unlink(cache, &raw const cache.list, chunk) };
            }
            chunk
        })
    }

    /// # Safety
    /// `link`, the head of the list or the `next` field of a chunk in it, holds `chunk`.
    unsafe fn unlink(cache: &Cache, link: *const Cell<*mut Chunk>, chunk: *mut Chunk) {
        // SAFETY: by contract; nobody else refers to a cached chunk.
        unsafe {
            (*link).set((*chunk).next);
            cache.bytes.set(cache.bytes.get() - (*chunk).size);
            (*chunk).next = ptr::null_mut();
        }
    }

    /// Takes a chunk of at least `least` bytes and no more than `most`, or null.
    pub(in crate::region) fn take(least: usize, most: usize) -> *mut Chunk {
        let fits = |size| least <= size && size <= most;
        CACHE.with(|cache| {
            let chunk = cache.slot.get();
            // SAFETY: a chunk in the slot is the cache's, its header intact.
            if chunk.addr() > NO_SLOT.addr() && fits(unsafe { (*chunk).size }) {
                cache.slot.set(ptr::null_mut());
                return chunk;
            }
            let mut link: *const Cell<*mut Chunk> = &raw const cache.list;
            for _ in 0..MAX_LOOKS {
                // SAFETY: `link` is the list's head or the `next` field of a cached chunk. A `Cell` has the layout of
                // its content, and the header is reached through no reference meanwhile.
                let chunk = unsafe { (*link).get() };
                if chunk.is_null() {
                    break;
                }
                // SAFETY: a cached chunk, whose header is intact; it is unlinked from where it was found.
                unsafe {
                    if fits((*chunk).size) {
                        unlink(cache, link, chunk);
                        return chunk;
                    }
                    link = (&raw const (*chunk).next).cast();
                }
            }
            ptr::null_mut()
        })
    }

    /// Puts a chunk into the slot, if that is free. Returns whether it did.
    ///
    /// # Safety
    /// `chunk` is one which nothing uses any more, no larger than `MAX_CHUNK`, its header as `Chunk::fresh` makes it.
    #[inline(always)]
    pub(in crate::region) unsafe fn put_back(chunk: *mut Chunk) -> bool {
        CACHE.with(|cache| {
            let free = cache.slot.get().is_null();
            if free {
                // SAFETY: by contract the header is intact.
                chunk::poison(chunk, unsafe { (*chunk).size });
                cache.slot.set(chunk);
            }
            free
        })
    }

    /// Caches a chunk, or gives it to the heap if the cache is full or closed.
    ///
    /// # Safety
    /// `chunk` is a chunk which nothing uses any more.
    pub(in crate::region) unsafe fn put(chunk: *mut Chunk) {
        CACHE.with(|cache| {
            if cache.state.get() == State::New {
                // Registering may allocate, and a global allocator may open scopes: the state is looked at afterwards.
                let registered = REAPER.try_with(|_| ()).is_ok();
                if cache.state.get() == State::New {
                    cache.state.set(if registered { State::Open } else { State::Closed });
                    cache.slot.set(if registered { ptr::null_mut() } else { NO_SLOT });
                }
            }
            // SAFETY: the caller hands the chunk over, and those on the list are the cache's: all headers are intact. Each
            // chunk goes either on the list or to the heap.
            unsafe {
                let size = (*chunk).size;
                if cache.state.get() != State::Open || size > MAX_BYTES {
                    return chunk::put(chunk);
                }
                // A full cache keeps the larger ones.
                let most = if size <= MIN_CHUNK { MAX_BYTES + MORE_SMALL } else { MAX_BYTES };
                while cache.bytes.get() + size > most {
                    let other = cache.list.get();
                    if (*other).size >= size {
                        return chunk::put(chunk);
                    }
                    unlink(cache, &raw const cache.list, other);
                    chunk::put(other);
                }
                chunk.write(Chunk::fresh(cache.list.get(), size));
                chunk::poison(chunk, size);
                cache.list.set(chunk);
                cache.bytes.set(cache.bytes.get() + size);
            }
        });
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
        // Taken out first: freeing may open scopes, if the global allocator does, and those feed the cache.
        let (slot, mut list) = CACHE.with(|cache| {
            cache.bytes.set(0);
            let empty = if cache.state.get() == State::Open { ptr::null_mut() } else { NO_SLOT };
            (cache.slot.replace(empty), cache.list.replace(ptr::null_mut()))
        });
        if slot.addr() > NO_SLOT.addr() {
            // SAFETY: what was in the slot is ours now, and in nobody's use.
            unsafe { chunk::put(slot) };
        }
        while !list.is_null() {
            // SAFETY: the same for each of the list; `next` is read before the chunk goes.
            unsafe {
                let next = (*list).next;
                chunk::put(list);
                list = next;
            }
        }
    }
}

#[cfg(any(not(feature = "std"), feature = "checked"))]
mod imp {
    use super::{Chunk, chunk};
    use core::ptr;

    /// Without threads to know there is no cache, and none where each object is checked.
    #[inline(always)]
    pub(in crate::region) fn pop() -> *mut Chunk {
        ptr::null_mut()
    }

    pub(in crate::region) fn take(_: usize, _: usize) -> *mut Chunk {
        ptr::null_mut()
    }

    /// # Safety
    /// As with std: `chunk` is one which nothing uses any more.
    #[inline(always)]
    pub(in crate::region) unsafe fn put_back(_: *mut Chunk) -> bool {
        false
    }

    /// # Safety
    /// `chunk` is a chunk which nothing uses any more.
    pub(in crate::region) unsafe fn put(chunk: *mut Chunk) {
        // SAFETY: passed on.
        unsafe { chunk::put(chunk) }
    }

    /// Gives back to the heap what the feature `checked` keeps of objects that are gone.
    #[cfg(feature = "std")]
    pub fn trim() {
        crate::source::flush_under_all();
    }
}

#[cfg(feature = "std")]
pub use imp::trim;
pub(super) use imp::{pop, put, put_back, take};

/// A block for a source: a cached chunk of that size, or one of the heap. Its length follows from any size between what was
/// asked for and what was given, by [`block_size`].
pub(crate) fn get_block(size: usize) -> Option<NonNull<[u8]>> {
    let size = block_size(size);
    let cached = if size <= MAX_CHUNK { take(size, size) } else { ptr::null_mut() };
    let chunk = NonNull::new(cached).or_else(|| chunk::get(size))?;
    shadow::unpoison(chunk.cast().as_ptr(), size);
    Some(NonNull::slice_from_raw_parts(chunk.cast(), size))
}

/// Caches a block, or gives it to the heap.
///
/// # Safety
/// [`get_block`] gave the block, which nothing uses any more; `size` is between what was asked for and what was given.
pub(crate) unsafe fn put_block(block: NonNull<u8>, size: usize) {
    let size = block_size(size);
    let chunk = block.cast::<Chunk>().as_ptr();
    // SAFETY: the block is a chunk of that size, which the caller hands over; it gets its header back.
    unsafe {
        chunk.write(Chunk::fresh(ptr::null_mut(), size));
        if size > MAX_CHUNK || !put_back(chunk) {
            put(chunk);
        }
    }
}

fn block_size(size: usize) -> usize {
    size.max(HEADER).next_multiple_of(CHUNK_ALIGN)
}
