//! Recycling: in a scope that lives long, freed blocks serve later requests.
//!
//! A request looks here when the window has no room, before the region takes another chunk. So the fast path knows nothing
//! of it. If what is alive in a scope is bounded, so is the scope, whatever the sizes and alignments are, as long as it allocates by
//! itself (a transaction takes what it hands over from a window, and never looks here):
//!
//! 1. *Nothing is lost.* Blocks are whole units of 8 bytes. At the top of a window they are so anyway; at the bottom, those that
//!    can be freed ([`TermsRef::whole_block`](super::terms::TermsRef)). Strings are packed: they are never freed, and the rest of the last
//!    unit is theirs. A single unit can be a free block. What is cut off a block, what an alignment skips, and what is left of a
//!    window that the region leaves, is free too. (Under a limit the next window is so much longer instead.) So between the
//!    first and the last unit that were used of a chunk, each is alive, in the window, or here. Of what is in none of the
//!    region's chunks, its first window in a frame or of the scope around and what others have filled, the rest of a last unit is
//!    not taken in: it may be another block's.
//! 2. *What is free becomes long again.* Blocks are divided where a request is shorter, and neighbours become one only when
//!    nothing fits: that takes a look at all of them. It is done when as many were taken in as there were short ones the last
//!    time, so that it costs each a constant number of looks, and before a request is refused. Long ones are so few, for the
//!    memory that they take, that they can be looked at each time.
//! 3. *Hence the bound.* Let never more than `n` blocks be alive, and no request take more than `m` bytes with its padding. When
//!    neighbours were joined, a chunk without a live block is one free block, if it is not the window's; so there are at most some
//!    `2n` short ones. Until so many were taken in, at most `3n` blocks are allocated. If there are more than some `4n` chunks
//!    that are long, and twice as long as `m`, one of them is thus still free as a whole, and it is found: by a short
//!    request with its first look into that bucket, by a long one as it looks at all. So there will be no more of them. Each other
//!    chunk is one of the first few, or was made for a long request alone, and of those for one length there are, for the same
//!    reason, no more than some `4n`.

use core::alloc::Layout;
use core::cell::Cell;
use core::ptr;
#[cfg(feature = "ffi")]
use core::ptr::NonNull;

#[cfg(feature = "ffi")]
use super::Region;
use super::chunk::{Chunk, MAX_CHUNK};
use super::free::{Free, InOrder};
#[cfg(feature = "ffi")]
use super::record::Gain;
use super::window::UNIT;
use crate::shadow;

/// The free blocks of one region: a local of the scope's expansion, declared before the terms.
pub struct Recycler {
    /// Short blocks whose size and address are multiples of `STEP`: in list `n` those of `n` steps. All fit alike.
    even: [Cell<*mut Free>; EVEN / STEP + 1],
    /// All others, in the bucket that [`bucket`] says, and a bit for each that is not empty. In the first are those of one unit.
    buckets: [Cell<*mut Free>; BUCKETS],
    filled: Cell<u64>,
    /// How many bytes may be had: those of all free blocks, less what a limit holds back that was lowered.
    room: Cell<isize>,
    held: Cell<usize>,
    /// How many blocks were taken in since neighbours were last joined, and how many short ones there were then.
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
/// How many blocks of its own bucket a request looks at; those of larger buckets mostly fit.
const LOOKS: usize = 4;
/// From so many bytes on a block is long: of those there are so few, for the memory that they take, that all can be looked at.
const LONG: usize = 1 << 16;

const _: () = assert!(size_of::<Free>() <= STEP && align_of::<Free>() <= UNIT && LONG < MAX_CHUNK / 4);

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

/// How many steps an even block of so many bytes has, which is one at least; `None` if it would be too long.
#[cfg(feature = "ffi")]
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
        Self {
            even,
            buckets,
            filled: Cell::new(0),
            room: Cell::new(0),
            held: Cell::new(0),
            taken_in: Cell::new(0),
            joined: Cell::new(0),
        }
    }

    /// Holds back so many bytes of what is free.
    pub(super) fn hold(&self, bytes: usize) {
        self.add_room(self.held.replace(bytes));
        self.add_room(bytes.wrapping_neg());
    }

    #[inline(always)]
    fn add_room(&self, bytes: usize) {
        self.room.set(self.room.get().wrapping_add_unsigned(bytes));
    }

    /// Whether so many bytes may be had.
    #[inline(always)]
    fn has_room(&self, bytes: usize) -> bool {
        bytes.cast_signed() <= self.room.get()
    }

    /// Takes in a block, or the end of one, and returns of how many bytes. The rest of its last unit is nobody else's, if it is
    /// in a chunk of the region.
    ///
    /// # Safety
    /// `[start, start + size)` is a block, or the end of one, which nobody uses any more, and whose memory stays as long as the
    /// region. `newest` is the list of the region's chunks.
    pub(super) unsafe fn put(&self, start: *mut u8, size: usize, newest: *mut Chunk) -> usize {
        shadow::poison(start, size);
        let (mut start, mut size) = (start, size);
        if !(start.addr() | size).is_multiple_of(UNIT) {
            let (from, end) = (start.addr().next_multiple_of(UNIT), start.addr() + size);
            // What others have filled, an owner that went to the scope or one that was leaked for as long, is packed.
            // SAFETY: by contract.
            let chunk = unsafe { chunk_of(newest, start) };
            // Of its own the region knows that the last unit is the block's, for which the pointer may be too narrow.
            let (base, end) =
                if chunk.is_null() { (start, end & !(UNIT - 1)) } else { (chunk.cast(), end.next_multiple_of(UNIT)) };
            (start, size) = (base.with_addr(from), end.saturating_sub(from));
        }
        if size != 0 {
            self.add_room(size);
            // SAFETY: whole units which nobody uses. Of a block of the region's own they are all that it took: it began at a
            // unit, and its end was rounded up to one when it was allocated.
            unsafe { self.insert(start, size) };
        }
        size
    }

    /// Puts a free block where it will be found.
    ///
    /// # Safety
    /// Nobody uses `[start, start + size)`, which is whole units, one at least.
    unsafe fn insert(&self, start: *mut u8, size: usize) {
        // SAFETY: by contract there is room for what is written, and nobody else looks at it.
        unsafe {
            if size <= EVEN && (size | start.addr()).is_multiple_of(STEP) {
                return self.insert_even(start, size / STEP);
            }
            shadow::poison(start, size);
            let (n, free) = (bucket(size), start.cast::<Free>());
            let next = self.buckets[n].replace(free);
            if n == 0 {
                shadow::unpoison(start, UNIT);
                (&raw mut (*free).next).write(next);
            } else {
                shadow::unpoison(start, size_of::<Free>());
                free.write(Free { next, size });
            }
            self.filled.set(self.filled.get() | 1 << n);
        }
        self.taken_in.set(self.taken_in.get() + 1);
    }

    /// The same of an even block of `n` steps.
    ///
    /// # Safety
    /// As for [`insert`](Self::insert).
    #[inline(always)]
    unsafe fn insert_even(&self, start: *mut u8, n: usize) {
        shadow::poison(start, n * STEP);
        shadow::unpoison(start, size_of::<Free>());
        let free = start.cast::<Free>();
        // SAFETY: by contract; a step has room for a `Free`, and is aligned for it.
        unsafe { free.write(Free { next: self.even[n].replace(free), size: n * STEP }) };
        self.taken_in.set(self.taken_in.get() + 1);
    }

    /// A free block of `n` steps, or null.
    #[inline(always)]
    fn pop_even(&self, n: usize) -> *mut u8 {
        let free = self.even[n].get();
        if !free.is_null() {
            // SAFETY: a free block of the list, which nobody else looks at.
            self.even[n].set(unsafe { (*free).next });
            shadow::poison(free.cast(), n * STEP);
        }
        free.cast()
    }

    /// Whether it is worth the while to [join](Self::join) blocks.
    pub(super) fn is_due(&self) -> bool {
        self.taken_in.get() > self.joined.get()
    }

    /// Makes one block of neighbours.
    ///
    /// # Safety
    /// `newest` is the list of the region's chunks.
    #[cold]
    pub(super) unsafe fn join(&self, newest: *mut Chunk) {
        if self.taken_in.get() == 0 {
            return;
        }
        let units = self.buckets[0].take();
        // SAFETY: lists of free blocks, the first of those of one unit.
        let blocks = unsafe { InOrder::new(units, self.even.iter().chain(&self.buckets).map(Cell::take)) };
        let (mut blocks, mut chunk, mut short) = (blocks.peekable(), ptr::null_mut(), 0);
        self.filled.set(0);
        while let Some((mut start, mut size)) = blocks.next() {
            if blocks.peek().is_some_and(|(next, _)| start.addr() + size == next.addr()) {
                // SAFETY: by contract.
                chunk = if unsafe { is_in(chunk, start) } { chunk } else { unsafe { chunk_of(newest, start) } };
                if !chunk.is_null() {
                    // The pointer to the chunk is good for all of it; that to the first of them may be for this alone.
                    start = chunk.cast::<u8>().with_addr(start.addr());
                    while let Some((_, more)) = blocks.next_if(|(next, _)| start.addr() + size == next.addr()) {
                        size += more;
                    }
                }
            }
            short += usize::from(size < LONG);
            // SAFETY: free blocks, which have left their lists. What lies between neighbours of one chunk is nothing, so that
            // they make a block.
            unsafe { self.insert(start, size) };
        }
        self.joined.set(short);
        self.taken_in.set(0);
    }

    /// A free block for this layout, or null. What it has too much is free again. If the search is thorough, there is one if
    /// any fits.
    pub(super) fn take(&self, layout: Layout, thorough: bool) -> *mut u8 {
        // No wrapping: the size of a layout is below `isize::MAX`.
        let size = layout.size().next_multiple_of(UNIT);
        if !self.has_room(size) {
            return ptr::null_mut();
        }
        let start = self.find(size, layout, thorough || size.max(layout.align()) >= LONG);
        if !start.is_null() {
            self.add_room(size.wrapping_neg());
            shadow::unpoison(start, layout.size());
        }
        start
    }

    /// Takes `size` bytes for the layout.
    #[inline(always)]
    fn find(&self, size: usize, layout: Layout, thorough: bool) -> *mut u8 {
        let (looks, more) = if thorough { (usize::MAX, usize::MAX) } else { (LOOKS, 1) };
        if size.is_multiple_of(STEP) && size <= EVEN && layout.align() <= STEP {
            let start = self.pop_even(size / STEP);
            if !start.is_null() {
                return start;
            }
        }
        let own = bucket(size);
        let mut filled = self.filled.get() & (!0 << own);
        while filled != 0 {
            let n = filled.trailing_zeros() as usize;
            let start = self.take_from_bucket(n, if n == own { looks } else { more }, size, layout.align());
            if !start.is_null() {
                return start;
            }
            filled &= filled - 1;
        }
        for longer in self.even.iter().skip(size.div_ceil(STEP)) {
            let start = self.take_from(longer, more, size, layout.align());
            if !start.is_null() {
                return start;
            }
        }
        ptr::null_mut()
    }

    #[inline]
    fn take_from_bucket(&self, n: usize, looks: usize, size: usize, align: usize) -> *mut u8 {
        let start = self.take_from(&self.buckets[n], looks, size, align);
        if self.buckets[n].get().is_null() {
            self.filled.set(self.filled.get() & !(1 << n));
        }
        start
    }

    /// Takes `size` bytes from one of the lists, of which it looks at so many blocks.
    #[inline]
    fn take_from(&self, list: &Cell<*mut Free>, looks: usize, size: usize, align: usize) -> *mut u8 {
        let are_units = ptr::eq(list, &raw const self.buckets[0]);
        let mut link = ptr::from_ref(list);
        for _ in 0..looks {
            // SAFETY: the list, or the `next` field of a free block; a `Cell` has the layout of its content.
            let free = unsafe { (*link).get() };
            if free.is_null() {
                break;
            }
            let start = free.cast::<u8>();
            let padding = start.align_offset(align);
            // SAFETY: a free block of the list, which nobody else looks at; it is unlinked before it is used. It is of whole
            // units, and so are the padding and the size.
            unsafe {
                let whole = if are_units { UNIT } else { (*free).size };
                if let Some(left) = whole.checked_sub(padding.saturating_add(size)) {
                    (*link).set((*free).next);
                    shadow::poison(start, whole);
                    if padding != 0 {
                        self.insert(start, padding);
                    }
                    if left != 0 {
                        self.insert(start.add(padding + size), left);
                    }
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
        let recycler = self.terms.recycler().filter(|recycler| recycler.has_room(n * STEP))?;
        let start = NonNull::new(recycler.pop_even(n))?;
        recycler.add_room((n * STEP).wrapping_neg());
        shadow::unpoison(start.as_ptr(), n * STEP);
        self.settled(Gain::beside(0, n * STEP));
        Some(start)
    }

    /// A freed block of about this size, which is a multiple of a step, if the region recycles.
    pub(crate) fn reuse(&self, layout: Layout) -> Option<NonNull<u8>> {
        let recycler = self.terms.recycler()?;
        let size = layout.size();
        if !recycler.has_room(size) {
            return None;
        }
        let start = NonNull::new(recycler.take_from_bucket(bucket(size), 1, size, layout.align()))?;
        recycler.add_room(size.wrapping_neg());
        shadow::unpoison(start.as_ptr(), size);
        self.settled(Gain::beside(0, size));
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
                    recycler.insert_even(block.as_ptr(), n);
                    recycler.add_room(n * STEP);
                    self.gave_back(n * STEP, 0);
                }
                None => self.give_back(block, n * STEP),
            }
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
