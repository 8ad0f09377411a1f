//! The slow path of allocation, which finds another window.

use core::alloc::Layout;
use core::mem::MaybeUninit;
use core::ptr::{self, NonNull};

use super::caller::Caller;
use super::chunk::{self, CHUNK_ALIGN, Chunk, HEADER, MAX_CHUNK, MIN_CHUNK};
use super::record::Gain;
use super::terms::Left;
use super::window::{End, MIN_SPARE, UNIT, carve_bottom, carve_top};
use super::{CLOSED, Link, SPARE, Site, TermsRef, cache, lends};
use crate::error::{AllocError, Cause};
use crate::source::{Request, Source};

/// A region's state as values, for the slow path: a copy on the stack of the cold block, so that the region itself can
/// stay in registers.
pub(crate) struct State {
    pub(super) cur: *mut u8,
    pub(super) lo: usize,
    pub(super) floor: usize,
    pub(super) link: Link,
    pub(super) terms: TermsRef,
    pub(super) site: &'static Site,
    pub(super) caller: Caller,
    pub(super) gain: Gain,
    /// Written where nothing is found.
    pub(super) error: MaybeUninit<AllocError>,
}

/// What the slow path has found, or null; and the state that it has left.
#[repr(C)]
pub(crate) struct Found<'s> {
    pub(super) start: *mut u8,
    pub(super) state: &'s State,
}

impl Found<'_> {
    /// Copies bytes to the block, if there is one.
    ///
    /// # Safety
    /// `size` bytes stand at `from`, and a block is fresh and of that size.
    unsafe fn filled(self, from: *const u8, size: usize) -> Self {
        if !self.start.is_null() {
            // SAFETY: by contract.
            unsafe { self.start.copy_from_nonoverlapping(from, size) };
        }
        self
    }
}

/// Why nothing is found.
pub(super) enum Refusal {
    Limit(Left),
    Other(Cause),
}

impl From<Cause> for Refusal {
    fn from(cause: Cause) -> Self {
        Self::Other(cause)
    }
}

/// Finds memory when the window has not enough: in a chunk of the cache or the heap, which becomes the new window, or,
/// for an oversized request, in a chunk of its own beside it. Null, with the state unchanged but for the error's
/// fields, if there is none.
///
/// For size zero without a window it returns a dangling pointer: what needs no memory opens no chunk.
///
/// `extern "C"`: it cannot unwind, and callers of other crates see that.
///
/// # Safety
/// `state` is that of an open region, to which the caller writes it back; `size` and `align` make a layout.
#[cold]
#[inline(never)]
pub(super) unsafe extern "C" fn refill(state: &mut State, size: usize, align: usize, end: End) -> Found<'_> {
    // SAFETY: by contract.
    let layout = unsafe { Layout::from_size_align_unchecked(size, align) };
    if size == 0 {
        return Found { start: ptr::without_provenance_mut(align), state };
    }
    let (cur, lo) = (state.cur, state.lo);
    // The fast path does not try values that are large.
    if end == End::Top
        && let Some(start) = state.carve(layout, end)
    {
        // SAFETY: what the alignment has skipped.
        unsafe { state.skips(start.wrapping_add(size), cur.addr()) }
        return Found { start, state };
    }
    // SAFETY: by contract.
    let got = unsafe { state.advance(layout, end).or_else(|refusal| state.reuse(layout, end, true).ok_or(refusal)) };
    let start = match got {
        Ok(start) => {
            if lo != CLOSED && state.cur != cur {
                // SAFETY: the rest of a window of the region, which it has left.
                unsafe { state.leave(cur, lo) }
            }
            start
        }
        Err(refusal) => {
            state.error.write(match refusal {
                Refusal::Limit(left) => AllocError::limited(left.site, size, align, left.limit, left.used()),
                Refusal::Other(cause) => AllocError::new(state.site, size, align, cause),
            });
            ptr::null_mut()
        }
    };
    Found { start, state }
}

/// [`refill`] for a value of `size` bytes, aligned to a word at most, which it copies.
///
/// # Safety
/// As for `refill`, but that `cur` is where the value would stand; `size` bytes stand at `from`, and are not zero.
#[cold]
#[inline(never)]
pub(super) unsafe extern "C" fn refill_with(state: &mut State, from: *const u8, size: usize) -> Found<'_> {
    // Here, so that the fast path needs `cur` no more once it has moved it.
    state.cur = state.cur.wrapping_add(size.next_multiple_of(UNIT));
    // SAFETY: by contract.
    unsafe { refill(state, size, UNIT, End::Top).filled(from, size) }
}

/// [`refill`] for bytes, which it copies.
///
/// # Safety
/// As for `refill`; `len` bytes stand at `from`.
#[cold]
#[inline(never)]
pub(super) unsafe extern "C" fn refill_bytes(state: &mut State, from: *const u8, len: usize) -> Found<'_> {
    // SAFETY: by contract.
    unsafe { refill(state, len, 1, End::Packed).filled(from, len) }
}

impl State {
    fn carve(&mut self, layout: Layout, end: End) -> Option<*mut u8> {
        match end {
            End::Top | End::NewChunk => {
                self.cur = carve_top(self.cur, self.lo, layout)?;
                Some(self.cur)
            }
            End::Bottom | End::Packed => {
                let packed = (self.lo, layout);
                let (lo, layout) = if end == End::Packed { packed } else { self.terms.whole_block(self.lo, layout) };
                let (start, lo) = carve_bottom(self.cur, lo, layout)?;
                self.lo = lo;
                Some(start)
            }
        }
    }

    /// Uses again what lies between a block that was carved from the top, and what was carved before.
    ///
    /// # Safety
    /// `[start, end)` is that.
    unsafe fn skips(&mut self, start: *mut u8, end: usize) {
        if let Some(recycler) = self.terms.recycler() {
            // SAFETY: it was the window's, and is in nobody's use.
            let bytes = unsafe { recycler.put(start, end - start.addr(), self.link.chunk()) };
            self.gain = Gain::beside(0, bytes.wrapping_neg());
        }
    }

    /// Uses again what was left of a window. Not under a limit: there the window that came after is so much longer.
    ///
    /// # Safety
    /// The region has left the window for that of its newest chunk, and nobody uses it.
    unsafe fn leave(&mut self, cur: *mut u8, lo: usize) {
        if let Some(recycler) = self.terms.recycler()
            && self.terms.left().is_some_and(|left| left.limit == usize::MAX)
        {
            let newest = self.link.chunk();
            // SAFETY: by contract; to the header of a chunk no reference exists.
            unsafe {
                let bytes = recycler.put(cur.with_addr(lo), cur.addr() - lo, newest);
                self.terms.charge(bytes);
                (*newest).charged += bytes;
            }
        }
    }

    fn has_window(&self) -> bool {
        self.lo != CLOSED
    }

    /// Moves on to a new chunk, or gets one for this request alone, and takes the block from it. On an error nothing has
    /// changed but what the error says.
    ///
    /// # Safety
    /// As for [`refill`].
    unsafe fn advance(&mut self, layout: Layout, end: End) -> Result<*mut u8, Refusal> {
        if self.link == Link::BUSY {
            return Err(Cause::OutOfMemory.into());
        }
        if let Some(source) = self.terms.source()
            && source.sees_objects()
        {
            // SAFETY: by contract.
            return unsafe { self.object(source, layout, end) };
        }
        // SAFETY: by contract.
        if let Some(start) = unsafe { self.reuse(layout, end, false) } {
            return Ok(start);
        }
        let own = self.terms.own().filter(|terms| terms.withholds());
        if let Some(terms) = own
            && self.has_window()
        {
            terms.window_came_back();
        }
        let head = self.link.chunk();
        let lent = lends(self.lo, self.floor);
        let least = chunk::size_for(layout.size() + UNIT + if layout.align() > UNIT { layout.align() } else { 0 })
            .ok_or(Cause::CapacityOverflow)?;
        // SAFETY: the newest chunk of an open region.
        let grade = if head.is_null() { 0 } else { unsafe { (*head).grade as usize } };
        let next = match grade {
            0 => MIN_CHUNK,
            // The tail comes back as a spare, and inner scopes will leave the new chunk alone.
            same if lent && least <= same && self.cur.addr() - self.floor >= MIN_SPARE => same,
            last => chunk::size_for(last * 2 - HEADER).map_or(MAX_CHUNK, |size| size.min(MAX_CHUNK)),
        };
        let rest = if self.has_window() { self.cur.addr() - self.lo } else { 0 };
        if end == End::NewChunk && rest >= MIN_CHUNK - HEADER {
            return self.own_header();
        }
        // An oversized request has its chunk to itself, unless there is no window that it could stand beside.
        let mut oversized = least > next && (self.has_window() || lent && !head.is_null());
        let (mut allowed, mut left) = (usize::MAX, usize::MAX);
        let terms = self.terms.left();
        if let Some(terms) = terms {
            left = terms.bytes;
            // If there is not enough, then moving on from the window brings back what is left of that.
            oversized &= layout.size() <= left;
            allowed = if oversized { left } else { left.saturating_add(rest) };
            if layout.size() > allowed {
                // SAFETY: by contract.
                allowed = allowed.saturating_add(unsafe { self.spare_len() });
                if layout.size() > allowed {
                    return Err(Refusal::Limit(Left { bytes: allowed, ..terms }));
                }
            }
        }
        let wanted = least.max(if oversized { 0 } else { next });
        // SAFETY: as above.
        let most = if !head.is_null() && unsafe { (*head).exact } { wanted } else { MAX_CHUNK };
        let new = match self.terms.source() {
            None => get(wanted, least, most),
            Some(source) => get_from(source, wanted, least, self.site),
        };
        let new = new.ok_or_else(|| self.terms.refusal())?;
        let base = new.cast::<u8>();
        // SAFETY: `get` gave a chunk that is ours alone, with an intact header.
        let chunk_size = unsafe { (*new).size };
        // SAFETY: the end of the chunk.
        let top = unsafe { base.add(chunk_size) };
        let lo = (new.addr() + HEADER).max(top.addr().saturating_sub(allowed));
        let mut window = Self { cur: top, lo, ..*self };
        let Some(start) = window.carve(layout, end) else {
            // Only alignment can bring this about: the limit leaves the bytes but not the padding.
            // SAFETY: nothing was allocated in the chunk.
            unsafe { chunk::release(new, self.terms) };
            let limit = |terms| Refusal::Limit(Left { bytes: allowed, ..terms });
            return Err(terms.map_or(Refusal::Other(Cause::Limit), limit));
        };
        // SAFETY: all are chunks of this region; `new` is not yet linked.
        unsafe {
            if oversized {
                let charged = (top.addr() - window.cur.addr()) + (window.lo - lo);
                self.charge(new, charged);
                self.gain = Gain::beside(chunk_size, charged);
                self.link_beside(head, new, next);
            } else {
                // What is left of the window behind us was paid for, and so was the spare.
                let bytes = (top.addr() - lo).saturating_sub(rest);
                let taken = bytes.saturating_sub(left);
                if taken > 0 {
                    (*(*head).spare).tail.1 += taken;
                }
                self.charge(new, bytes - taken);
                if let Some(terms) = own {
                    terms.give_back_spares(head);
                }
                self.link_as_head(head, new, lent);
                if let Some(terms) = own {
                    terms.moved_on(self.link);
                }
                self.gain = Gain::window(chunk_size, top.addr() - lo);
                (self.cur, self.lo) = (window.cur, window.lo);
                self.floor = if self.link.has(SPARE) { 0 } else { self.lo };
            }
        }
        Ok(start)
    }

    /// A header for a region whose window is borrowed, or in a frame, and not shorter than that of a small chunk would be: so
    /// the window stays, and nothing else of the chunk is used.
    #[cold]
    #[inline(never)]
    fn own_header(&mut self) -> Result<*mut u8, Refusal> {
        let new = match self.terms.source() {
            None => get(MIN_CHUNK, MIN_CHUNK, MIN_CHUNK),
            Some(source) => get_from(source, HEADER, HEADER, self.site),
        };
        let new = new.ok_or_else(|| self.terms.refusal())?;
        // SAFETY: the chunk is ours alone, with an intact header.
        unsafe {
            (*new).grade = MIN_CHUNK as u32;
            self.gain = Gain::beside((*new).size, 0);
        }
        self.link = Link(new);
        Ok(new.cast())
    }

    /// A freed block, if the region recycles. Neighbours are joined where that is due, or if it `must` be.
    ///
    /// # Safety
    /// As for [`refill`].
    unsafe fn reuse(&mut self, layout: Layout, end: End, must: bool) -> Option<*mut u8> {
        let recycler = self.terms.recycler().filter(|_| end != End::NewChunk)?;
        let mut start = recycler.take(layout, false);
        if start.is_null() && (must || recycler.is_due()) {
            // SAFETY: by contract the link leads to the chunks of an open region.
            unsafe { recycler.join(self.link.chunk()) };
            start = recycler.take(layout, true);
        }
        if start.is_null() {
            return None;
        }
        self.gain = Gain::beside(0, layout.size().next_multiple_of(UNIT));
        Some(start)
    }

    /// The length of the spare tail, if that is not lent.
    ///
    /// # Safety
    /// As for [`refill`].
    unsafe fn spare_len(&self) -> usize {
        if !self.link.has(SPARE) {
            return 0;
        }
        // SAFETY: the newest chunk knows a spare, an older chunk of the same region.
        unsafe {
            let spare = (*self.link.chunk()).spare;
            let (cur, lo) = (*spare).tail;
            if (*spare).tail_lent { 0 } else { cur.addr() - lo }
        }
    }

    /// Charges the terms for `bytes` of a new chunk.
    ///
    /// # Safety
    /// `new` is a chunk of ours.
    unsafe fn charge(&mut self, new: *mut Chunk, bytes: usize) {
        if !self.terms.is_none() {
            self.terms.charge(bytes);
            // SAFETY: by contract.
            unsafe { (*new).charged = bytes };
        }
    }

    /// Links a chunk as the newest. If the window of the one before is lent, its tail will be the spare.
    ///
    /// # Safety
    /// `head` is null or the region's newest chunk, `new` an unlinked chunk.
    unsafe fn link_as_head(&mut self, head: *mut Chunk, new: *mut Chunk, lent: bool) {
        self.link = Link(new);
        if head.is_null() {
            return;
        }
        // SAFETY: by contract.
        unsafe {
            (*new).next = head;
            (*new).drops = ptr::replace(&raw mut (*head).drops, ptr::null_mut());
            (*new).spare = (*head).spare;
            (*new).exact = (*head).exact;
            let len = |(cur, lo): (*mut u8, usize)| cur.addr() - lo;
            let tail = (self.cur, self.floor);
            let least = if (*new).spare.is_null() { MIN_SPARE } else { len((*(*new).spare).tail).max(MIN_SPARE) };
            if lent && len(tail) >= least {
                (*head).tail = tail;
                (*head).tail_lent = true;
                (*new).spare = head;
            }
            if !(*new).spare.is_null() {
                self.link = self.link.with(SPARE);
            }
        }
    }

    /// Links the chunk of an oversized request behind the newest chunk, if there is one, and moves the doubling on, so
    /// that many such requests are not oversized for ever.
    ///
    /// # Safety
    /// As for `link_as_head`.
    unsafe fn link_beside(&mut self, head: *mut Chunk, new: *mut Chunk, next: usize) {
        // SAFETY: by contract.
        unsafe {
            if head.is_null() {
                self.link = Link(new);
            } else {
                (*new).next = (*head).next;
                (*head).next = new;
                (*head).grade = next as u32;
            }
        }
    }
}

/// A chunk of `wanted` bytes from a source. If it has not so much, of half of that, and so on down to `least`: a buffer is
/// then used up in a few chunks.
fn get_from(source: &dyn Source, wanted: usize, least: usize, site: &'static Site) -> Option<*mut Chunk> {
    let mut size = wanted;
    loop {
        match chunk::get_from(source, Request::new(size, site)) {
            Some(chunk) => return Some(chunk.as_ptr()),
            None if size > least => size = (size / (2 * CHUNK_ALIGN) * CHUNK_ALIGN).max(least),
            None => return None,
        }
    }
}

/// A chunk of the cache that holds `least` bytes with its header, and no more than `most`, or one of `wanted` bytes from
/// the heap; if the heap has not so much, of `least`.
pub(super) fn get(wanted: usize, least: usize, most: usize) -> Option<*mut Chunk> {
    let cached = if least <= MAX_CHUNK { cache::take(wanted, least, most) } else { ptr::null_mut() };
    if !cached.is_null() {
        return Some(cached);
    }
    chunk::get(wanted).or_else(|| if wanted > least { chunk::get(least) } else { None }).map(NonNull::as_ptr)
}
