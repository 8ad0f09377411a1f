//! The thread's cache of chunks: a root scope takes its first window from here and gives its chunks back to it.
//!
//! A region owns its chunks whole, so it may end on another thread than it began on: it then feeds that thread's cache.
//!
//! The last chunk stands in a slot, the others on a list, which has a budget that follows the need. What is above it goes to
//! the heap. If scopes then ask the heap for as much, that was a mistake, and the budget grows by it, up to 32 MiB. When
//! eight times as much as the budget has come back, half of what nobody took meanwhile goes to the heap, and off the budget
//! (a low-water mark, as in tcmalloc's thread caches). All that is done on the way to the list and from it: where scopes
//! get along with the slot, nothing is counted, and what is kept stays.

#[cfg(any(feature = "rayon", all(feature = "std", not(feature = "checked"))))]
use core::cell::Cell;
use core::ptr::{self, NonNull};

use super::chunk::{self, CHUNK_ALIGN, Chunk, HEADER, MAX_CHUNK};
use crate::shadow;

#[cfg(all(feature = "std", not(feature = "checked")))]
mod imp {
    use super::{Chunk, chunk, detach};
    use crate::region::chunk::{MAX_CHUNK, MIN_CHUNK};
    use core::cell::Cell;
    use core::ptr;

    /// How much a thread keeps beside the last chunk, in bytes: so much in any case, if it comes by,
    const MIN_BUDGET: usize = 1 << 20;
    /// and so much at most.
    const MAX_BUDGET: usize = 32 << 20;
    /// How often as much as the budget comes back until what was idle meanwhile is given up: by then so much was filled that
    /// it would matter little to get that anew.
    const TURNS: usize = 8;
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
        /// The most that they may be.
        budget: Cell<usize>,
        /// How many bytes went to the heap for want of budget, and were not asked of it again.
        dismissed: Cell<usize>,
        /// The least that `bytes` was of late.
        idle: Cell<usize>,
        /// What came to the list meanwhile.
        turnover: Cell<usize>,
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
                budget: Cell::new(MIN_BUDGET),
                dismissed: Cell::new(0),
                idle: Cell::new(0),
                turnover: Cell::new(0),
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
        CACHE.with(|cache| take_listed(cache, 1, |_| true))
    }

    /// Takes the first chunk of the list whose size fits, or null.
    fn take_listed(cache: &Cache, looks: usize, fits: impl Fn(usize) -> bool) -> *mut Chunk {
        // SAFETY: cached chunks are owned by the cache and have intact headers.
        let chunk = unsafe { detach(&cache.list, looks, fits) };
        // SAFETY: null, or taken off the list just now.
        if let Some(Chunk { size, .. }) = unsafe { chunk.as_ref() } {
            cache.bytes.set(cache.bytes.get() - size);
            cache.idle.set(cache.idle.get().min(cache.bytes.get()));
        }
        chunk
    }

    /// Takes a chunk of at least `least` bytes and no more than `most`, or null: then the caller asks the heap for `wanted`.
    pub(in crate::region) fn take(wanted: usize, least: usize, most: usize) -> *mut Chunk {
        let fits = |size| least <= size && size <= most;
        CACHE.with(|cache| {
            let chunk = cache.slot.get();
            // SAFETY: a chunk in the slot is the cache's, its header intact.
            if chunk.addr() > NO_SLOT.addr() && fits(unsafe { (*chunk).size }) {
                cache.slot.set(ptr::null_mut());
                return chunk;
            }
            let chunk = take_listed(cache, MAX_LOOKS, fits);
            if chunk.is_null() {
                asked_again(cache, wanted);
            }
            chunk
        })
    }

    /// The heap is asked for so many bytes, which the budget should have had room for if it was given as many.
    fn asked_again(cache: &Cache, bytes: usize) {
        let again = bytes.min(cache.dismissed.get());
        cache.dismissed.set(cache.dismissed.get() - again);
        cache.budget.set((cache.budget.get() + again).min(MAX_BUDGET));
    }

    /// Takes all that is on the list, and how many bytes that is. They come back with [`put_list`].
    #[cfg(feature = "rayon")]
    pub(in crate::region) fn take_list() -> (*mut Chunk, usize) {
        CACHE.with(|cache| (cache.list.replace(ptr::null_mut()), cache.bytes.replace(0)))
    }

    /// Caches what was not needed of a list, and takes note of what the heap was asked for beside it, in bytes.
    ///
    /// # Safety
    /// The list is of `bytes` in chunks that nothing uses any more, as they were on a cache's.
    #[cfg(feature = "rayon")]
    pub(in crate::region) unsafe fn put_list(list: *mut Chunk, bytes: usize, asked: usize) {
        CACHE.with(|cache| {
            asked_again(cache, asked);
            cache.idle.set(cache.idle.get().min(bytes));
            // Meanwhile the thread may have trimmed.
            let fits = bytes <= cache.budget.get() + MORE_SMALL;
            if fits && cache.state.get() == State::Open && cache.list.get().is_null() {
                cache.list.set(list);
                cache.bytes.set(bytes);
                return;
            }
            // SAFETY: by contract.
            unsafe { for_each(list, |chunk| put(chunk)) };
        });
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
                if cache.state.get() != State::Open || size > MAX_CHUNK {
                    return chunk::put(chunk);
                }
                // A full cache keeps the larger ones.
                let budget = cache.budget.get() + if size <= MIN_CHUNK { MORE_SMALL } else { 0 };
                while cache.bytes.get() + size > budget {
                    let other = cache.list.get();
                    if (*other).size >= size {
                        return dismiss(cache, chunk);
                    }
                    dismiss(cache, take_listed(cache, 1, |_| true));
                }
                chunk.write(Chunk::fresh(cache.list.get(), size));
                chunk::poison(chunk, size);
                cache.list.set(chunk);
                cache.bytes.set(cache.bytes.get() + size);
                cache.turnover.set(cache.turnover.get() + size);
                if cache.turnover.get() >= TURNS * cache.budget.get() {
                    give_up_idle(cache);
                }
            }
        });
    }

    /// Gives a chunk to the heap for want of budget.
    ///
    /// # Safety
    /// It is in nobody's use, nor on the list.
    unsafe fn dismiss(cache: &Cache, chunk: *mut Chunk) {
        // SAFETY: by contract.
        unsafe {
            cache.dismissed.set((cache.dismissed.get() + (*chunk).size).min(MAX_BUDGET));
            chunk::put(chunk);
        }
    }

    /// Gives half of what nobody needed of late to the heap, from the list's far end.
    #[cold]
    fn give_up_idle(cache: &Cache) {
        let budget = cache.budget.get().saturating_sub(cache.idle.get() / 2).max(MIN_BUDGET);
        cache.budget.set(budget);
        let mut link: *const Cell<*mut Chunk> = &raw const cache.list;
        let mut kept = 0;
        // SAFETY: `link` is the list's head or the `next` field of a cached chunk. A `Cell` has the layout of its content, and
        // the header is reached through no reference meanwhile.
        let rest = unsafe {
            while let Some(&Chunk { size, .. }) = (*link).get().as_ref()
                && kept + size <= budget + MORE_SMALL
            {
                kept += size;
                link = (&raw const (*(*link).get()).next).cast();
            }
            (*link).replace(ptr::null_mut())
        };
        cache.bytes.set(kept);
        cache.idle.set(kept);
        cache.turnover.set(0);
        // SAFETY: off the cache's list, and in nobody's use.
        unsafe { for_each(rest, |chunk| dismiss(cache, chunk)) };
    }

    /// Hands over each chunk of a list.
    ///
    /// # Safety
    /// All headers are intact, and nobody else knows the list.
    unsafe fn for_each(mut list: *mut Chunk, mut hand_over: impl FnMut(*mut Chunk)) {
        while !list.is_null() {
            // SAFETY: a chunk of the list, of which `next` is read before it goes.
            let next = unsafe { (*list).next };
            hand_over(list);
            list = next;
        }
    }

    /// Gives the calling thread's cached chunks back to the heap.
    ///
    /// A thread keeps up to 2 MiB of chunks for its next scopes, until it ends; and more, up to 33 MiB, if they need so much
    /// again and again. Call this after a burst of work, in a thread that will idle. Costs a call of the heap for each
    /// cached chunk; open scopes are not touched.
    ///
    /// ```
    /// memscope::with_scope(|cx| { cx.alloc_slice_default::<u8>(100_000); });
    /// memscope::trim();
    /// ```
    pub fn trim() {
        // Taken out first: freeing may open scopes, if the global allocator does, and those feed the cache.
        let (slot, list) = CACHE.with(|cache| {
            cache.bytes.set(0);
            cache.idle.set(0);
            cache.budget.set(MIN_BUDGET);
            cache.dismissed.set(0);
            let empty = if cache.state.get() == State::Open { ptr::null_mut() } else { NO_SLOT };
            (cache.slot.replace(empty), cache.list.replace(ptr::null_mut()))
        });
        if slot.addr() > NO_SLOT.addr() {
            // SAFETY: what was in the slot is ours now, and in nobody's use.
            unsafe { chunk::put(slot) };
        }
        // SAFETY: the same for each of the list.
        unsafe { for_each(list, |chunk| chunk::put(chunk)) };
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

    pub(in crate::region) fn take(_: usize, _: usize, _: usize) -> *mut Chunk {
        ptr::null_mut()
    }

    #[cfg(feature = "rayon")]
    pub(in crate::region) fn take_list() -> (*mut Chunk, usize) {
        (ptr::null_mut(), 0)
    }

    /// # Safety
    /// The list is what `take_list` gave, hence empty.
    #[cfg(feature = "rayon")]
    pub(in crate::region) unsafe fn put_list(_: *mut Chunk, _: usize, _: usize) {}

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
#[cfg(feature = "rayon")]
pub(super) use imp::{put_list, take_list};

/// Takes the first chunk off a list whose size fits, or null; so many are looked at.
///
/// # Safety
/// The list is of chunks that nobody uses, their headers intact.
#[cfg(any(feature = "rayon", all(feature = "std", not(feature = "checked"))))]
pub(super) unsafe fn detach(list: &Cell<*mut Chunk>, looks: usize, fits: impl Fn(usize) -> bool) -> *mut Chunk {
    let mut link: *const Cell<*mut Chunk> = list;
    for _ in 0..looks {
        // SAFETY: `link` is the list's head or the `next` field of a chunk in it. A `Cell` has the layout of its content, and
        // the header is reached through no reference meanwhile.
        unsafe {
            let chunk = (*link).get();
            if chunk.is_null() {
                break;
            }
            if fits((*chunk).size) {
                (*link).set(ptr::replace(&raw mut (*chunk).next, ptr::null_mut()));
                return chunk;
            }
            link = (&raw const (*chunk).next).cast();
        }
    }
    ptr::null_mut()
}

/// A block for a source: a cached chunk of that size, or one of the heap. Its length follows from any size between what was
/// asked for and what was given, by [`block_size`].
pub(crate) fn get_block(size: usize) -> Option<NonNull<[u8]>> {
    let size = block_size(size);
    let cached = if size <= MAX_CHUNK { take(size, size, size) } else { ptr::null_mut() };
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

pub(super) fn block_size(size: usize) -> usize {
    size.max(HEADER).next_multiple_of(CHUNK_ALIGN)
}
