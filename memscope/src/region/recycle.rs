//! Recycling: in a scope that lives long, freed blocks serve later requests.
//!
//! A request looks here when the window has no room, before the region takes another chunk. So the fast path knows nothing
//! of it, and a scope that frees as much as it allocates stays as large as it is: if the sizes are multiples of 8, from 16 on.
//! Of others nobody remembers what they were rounded up to, and of shorter ones there is no room for a note.
//!
//! Blocks are divided where a request is shorter, and neighbours become one again only when nothing fits: that takes a look at
//! all of them. It is done when as many were freed as were looked at the last time, so that it costs each a constant number
//! of looks, and before a request is refused.

use core::alloc::Layout;
use core::cell::Cell;
use core::ptr;
#[cfg(feature = "ffi")]
use core::ptr::NonNull;

#[cfg(feature = "ffi")]
use super::Region;
use super::chunk::Chunk;
use super::free::{Free, Sorter};
#[cfg(feature = "ffi")]
use super::record::Gain;
use crate::shadow;

/// The free blocks of one region: a local of the scope's expansion, declared before the terms.
pub struct Recycler {
    /// Short blocks whose size and address are multiples of `STEP`: in list `n` those of `n` steps. All fit alike.
    even: [Cell<*mut Free>; EVEN / STEP + 1],
    /// All others, in the bucket that [`bucket`] says, and a bit for each that is not empty.
    buckets: [Cell<*mut Free>; BUCKETS],
    filled: Cell<u64>,
    /// How many blocks were taken in since neighbours were last joined, and how many there were then.
    taken_in: Cell<usize>,
    joined: Cell<usize>,
}

/// What even blocks are multiples of, in bytes.
pub(crate) const STEP: usize = 16;
/// The longest block of the even ones, in bytes.
const EVEN: usize = 16 * STEP;
const BUCKETS: usize = u64::BITS as usize;
/// The length from which on a bucket is twice as wide as one of half the length; below they are a `STEP` wide.
const DOUBLING: usize = 8 * STEP;
/// A block that is too short for a `Free`, or not aligned for it, is left where it is.
const LEAST: usize = size_of::<Free>();
/// How many blocks of its own bucket a request looks at; those of larger buckets mostly fit.
const LOOKS: usize = 4;

/// Where a free block of `size` bytes is: what is in a later bucket is longer. From `DOUBLING` on there are four to a
/// doubling, and the last one has all that are longer still.
#[inline]
fn bucket(size: usize) -> usize {
    if size < DOUBLING {
        return size / STEP;
    }
    let log = size.ilog2();
    let quarter = size >> (log - 2) & 3;
    ((log - DOUBLING.ilog2()) as usize * 4 + DOUBLING / STEP + quarter).min(BUCKETS - 1)
}

/// Whether nothing is lost of a block of which so much is left over: that is a block, or what rounding up takes anyway.
#[inline(always)]
fn leaves_nothing_short(left: usize) -> bool {
    left >= LEAST || left < align_of::<Free>()
}

/// How many steps an even block of so many bytes has, which is one at least; `None` if it would be too long.
#[inline(always)]
pub(crate) fn steps(size: usize) -> Option<usize> {
    (size <= EVEN).then(|| size.max(1).div_ceil(STEP))
}

/// Whether the chunk, which may be null, is where `start` points to.
///
/// # Safety
/// A chunk of the region, or null.
unsafe fn is_in(chunk: *mut Chunk, start: *mut u8) -> bool {
    // SAFETY: by contract.
    !chunk.is_null() && unsafe { (chunk.addr()..chunk.addr() + (*chunk).size).contains(&start.addr()) }
}

/// The chunk where `start` points to, or null if it is none of the region's: in a frame, or of the scope around.
///
/// # Safety
/// `newest` is the list of the region's chunks.
unsafe fn chunk_of(newest: *mut Chunk, start: *mut u8) -> *mut Chunk {
    let mut chunk = newest;
    // SAFETY: by contract.
    unsafe {
        while !chunk.is_null() && !is_in(chunk, start) {
            chunk = (*chunk).next;
        }
    }
    chunk
}

// SAFETY: the cells are touched by the one region that was opened with this, which is a local of the same function or
// future.
unsafe impl Send for Recycler {}

impl Default for Recycler {
    fn default() -> Self {
        Self::new()
    }
}

impl Recycler {
    /// No free blocks.
    #[must_use]
    pub const fn new() -> Self {
        let buckets = [const { Cell::new(ptr::null_mut()) }; BUCKETS];
        let even = [const { Cell::new(ptr::null_mut()) }; EVEN / STEP + 1];
        Self { even, buckets, filled: Cell::new(0), taken_in: Cell::new(0), joined: Cell::new(0) }
    }

    /// Takes a block in.
    ///
    /// # Safety
    /// `[start, start + size)` is a block of the region, which nobody uses any more, and which is aligned to a word if it is
    /// as long as two.
    pub(super) unsafe fn put(&self, start: *mut u8, size: usize) {
        shadow::poison(start, size);
        let padding = start.align_offset(align_of::<Free>());
        let Some(size) = size.checked_sub(padding).filter(|size| *size >= LEAST) else { return };
        // SAFETY: by contract there is room for a `Free`, which nobody else looks at.
        unsafe {
            let start = start.add(padding);
            if size <= EVEN && (size | start.addr()).is_multiple_of(STEP) {
                return self.put_even(start, size / STEP);
            }
            let n = bucket(size);
            let free = start.cast::<Free>();
            shadow::unpoison(free.cast(), LEAST);
            free.write(Free { next: self.buckets[n].replace(free), size });
            self.filled.set(self.filled.get() | 1 << n);
        }
        self.taken_in.set(self.taken_in.get() + 1);
    }

    /// The same of an even block of `n` steps.
    ///
    /// # Safety
    /// As for [`put`](Self::put).
    #[inline(always)]
    unsafe fn put_even(&self, start: *mut u8, n: usize) {
        shadow::poison(start, n * STEP);
        shadow::unpoison(start, LEAST);
        let free = start.cast::<Free>();
        // SAFETY: by contract; a step has room for a `Free`, and is aligned for it.
        unsafe { free.write(Free { next: self.even[n].replace(free), size: n * STEP }) };
        self.taken_in.set(self.taken_in.get() + 1);
    }

    /// A free block of `n` steps, or null.
    #[inline(always)]
    fn take_even(&self, n: usize) -> *mut u8 {
        let free = self.even[n].get();
        if !free.is_null() {
            // SAFETY: a free block of the list, which nobody else looks at.
            self.even[n].set(unsafe { (*free).next });
            shadow::unpoison(free.cast(), n * STEP);
        }
        free.cast()
    }

    /// Whether it is worth the while to [join](Self::join) blocks.
    pub(super) fn is_due(&self) -> bool {
        self.taken_in.get() > self.joined.get()
    }

    /// Makes one block of neighbours. Returns whether anything may have changed.
    ///
    /// # Safety
    /// `newest` is the list of the region's chunks.
    #[cold]
    pub(super) unsafe fn join(&self, newest: *mut Chunk) -> bool {
        if self.taken_in.get() == 0 {
            return false;
        }
        let mut sorter = Sorter::new();
        for bucket in self.even.iter().chain(&self.buckets) {
            // SAFETY: a list of free blocks.
            unsafe { sorter.add(bucket.take()) };
        }
        self.filled.set(0);
        self.taken_in.set(0);
        let (mut free, mut chunk) = (sorter.finish(), ptr::null_mut());
        while !free.is_null() {
            // SAFETY: free blocks, each of which is looked at before it is taken in again. What lies between neighbours of one
            // chunk is nothing, so that they make a block, which the pointer to the chunk is good for; that to the first
            // of them may be good for this alone.
            unsafe {
                let (mut start, mut next, mut size) = (free.cast::<u8>(), (*free).next, (*free).size);
                if start.addr() + size == next.addr() {
                    chunk = if is_in(chunk, start) { chunk } else { chunk_of(newest, start) };
                    if !chunk.is_null() {
                        start = chunk.cast::<u8>().with_addr(start.addr());
                        while start.addr() + size == next.addr() {
                            size += (*next).size;
                            next = (*next).next;
                        }
                    }
                }
                self.put(start, size);
                free = next;
            }
        }
        self.joined.set(self.taken_in.replace(0));
        true
    }

    /// A free block for this layout, or null. What it has too much is free again, unless it is too short: that is only allowed
    /// in `need`.
    pub(super) fn take(&self, layout: Layout, need: bool) -> *mut u8 {
        let even = steps(layout.size()).filter(|_| layout.align() <= STEP);
        if let Some(n) = even
            && (need || leaves_nothing_short(n * STEP - layout.size()))
        {
            let start = self.take_even(n);
            if !start.is_null() {
                return start;
            }
        }
        let own = bucket(layout.size().max(LEAST));
        let mut filled = self.filled.get() & (!0 << own);
        while filled != 0 {
            let n = filled.trailing_zeros() as usize;
            let start = self.take_from(n, if n == own { LOOKS } else { 1 }, layout, need);
            if !start.is_null() {
                return start;
            }
            filled &= filled - 1;
        }
        let leaves = |n: usize| need || leaves_nothing_short(n * STEP - layout.size());
        let fits = |n: &usize| leaves(*n) && !self.even[*n].get().is_null();
        let Some(longer) = even.and_then(|n| (n + 1..self.even.len()).find(fits)) else { return ptr::null_mut() };
        let start = self.take_even(longer);
        let end = layout.size().next_multiple_of(align_of::<Free>());
        // SAFETY: the end of a block that is in nobody's use.
        unsafe { self.put(start.add(end), longer * STEP - end) };
        start
    }

    /// The same from one bucket, of which it looks at so many blocks.
    #[inline]
    fn take_from(&self, n: usize, looks: usize, layout: Layout, need: bool) -> *mut u8 {
        let size = layout.size().max(LEAST);
        let mut link = &raw const self.buckets[n];
        for _ in 0..looks {
            // SAFETY: the bucket, or the `next` field of a free block; a `Cell` has the layout of its content.
            let free = unsafe { (*link).get() };
            if free.is_null() {
                break;
            }
            // SAFETY: a free block of the list, which nobody else looks at; it is unlinked before it is used.
            unsafe {
                let padding = free.cast::<u8>().align_offset(layout.align());
                let left = (*free).size.checked_sub(padding.saturating_add(size));
                let leaves = |left| need || leaves_nothing_short(left);
                if leaves(padding) && left.is_some_and(leaves) {
                    let Free { next, size: whole } = *free;
                    (*link).set(next);
                    if self.buckets[n].get().is_null() {
                        self.filled.set(self.filled.get() & !(1 << n));
                    }
                    let start = free.cast::<u8>();
                    if padding != 0 {
                        self.put(start, padding);
                    }
                    let end = (padding + size).next_multiple_of(align_of::<Free>());
                    if end < whole {
                        self.put(start.add(end), whole - end);
                    }
                    shadow::unpoison(start.add(padding), layout.size());
                    return start.add(padding);
                }
                link = (&raw const (*free).next).cast();
            }
        }
        ptr::null_mut()
    }
}

/// For requests that look here before they look at the window: what was freed is likely to be in the processor's cache.
#[cfg(feature = "ffi")]
impl Region {
    /// A freed block of so many [`steps`], aligned to one, if the region recycles.
    #[inline(always)]
    pub(crate) fn reuse_steps(&self, n: usize) -> Option<NonNull<u8>> {
        let start = NonNull::new(self.terms.recycler()?.take_even(n))?;
        self.settled(Gain::beside(0, n * STEP));
        Some(start)
    }

    /// A freed block of about this size, if the region recycles.
    pub(crate) fn reuse(&self, layout: Layout) -> Option<NonNull<u8>> {
        let recycler = self.terms.recycler()?;
        let start = NonNull::new(recycler.take_from(bucket(layout.size().max(LEAST)), 1, layout, true))?;
        self.settled(Gain::beside(0, layout.size()));
        Some(start)
    }

    /// Gives back a block of so many steps.
    ///
    /// # Safety
    /// It was allocated in this region, is aligned to a step, and nobody uses it any more.
    #[inline(always)]
    pub(crate) unsafe fn give_back_steps(&self, block: NonNull<u8>, n: usize) {
        // SAFETY: by contract.
        unsafe {
            match self.terms.recycler() {
                Some(recycler) => {
                    recycler.put_even(block.as_ptr(), n);
                    self.gave_back(n * STEP, 0);
                }
                None => self.give_back(block, n * STEP),
            }
        }
    }

    /// Gives the end of a block back, where that can be used again.
    ///
    /// # Safety
    /// `[ptr, ptr + size)` is the end of a block of this region, which nobody uses any more.
    pub(crate) unsafe fn give_back_end(&self, ptr: NonNull<u8>, size: usize) {
        // Of an object that a source sees there is no end that could be given back.
        if !self.sees_objects() {
            // SAFETY: by contract; what is left of the block is a block as well.
            unsafe { self.give_back(ptr, size) }
        }
    }
}

/// The size that blocks are rounded up to, so that any of a bucket fits: where sizes are many, this keeps blocks from being
/// divided ever more. A multiple of a step. At most a fifth is lost of long blocks, and nothing above a page.
#[cfg(feature = "ffi")]
#[inline]
pub(crate) fn size_class(size: usize) -> Option<usize> {
    let step = if size <= EVEN || size > 4096 { STEP } else { 1 << ((size - 1).ilog2() - 2) };
    size.max(1).checked_next_multiple_of(step)
}
