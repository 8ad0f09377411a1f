//! Allocation: the fast path that moves an end of the window, and what is given back to it. The slow path is `refill.rs`.

use core::alloc::Layout;
use core::mem::{self, MaybeUninit};
use core::ptr::{self, NonNull};

use super::caller::Caller;
use super::chunk::SMALL_MAX;
use super::outcome::{Outcome, Tries};
use super::record::Gain;
use super::refill::{Found, State, refill, refill_bytes, refill_with};
use super::{DropNode, Link, Region, TAKEN, drops, object};
use crate::error::AllocError;
use crate::raw::{SHORT, copy_long, copy_short};
use crate::shadow;
use crate::source::{self, Free, Source};

/// `cur` stays a multiple of this, so that most values need no masking.
pub(super) const UNIT: usize = 8;
/// Values of up to so many bytes, three words, the slow path copies itself.
const FEW: usize = 24;
/// A tail shorter than this, in bytes, is not worth opening a scope in.
pub(super) const MIN_SPARE: usize = 256;

/// From which end of the window memory is taken.
#[derive(Clone, Copy, PartialEq)]
#[repr(u8)]
pub(crate) enum End {
    /// Down from `cur`: values of a size known at compile time.
    Top,
    /// Up from `lo`: buffers that may grow in place, packed unless they are used again when they are freed.
    Bottom,
    /// Up from `lo`, packed: strings, which are never freed.
    Packed,
    /// What the region has no chunk for yet: at the top of a new one, or its header alone, if the window is long enough to stay.
    NewChunk,
}

impl Region {
    /// Moves a value to the top of the window. If there is no memory, the value is dropped.
    #[inline(always)]
    #[track_caller]
    pub(crate) fn place<T, O: Outcome>(&self, value: T) -> O::Of<NonNull<T>> {
        match self.fit::<T>() {
            Ok(place) => {
                // SAFETY: the place is free memory for a `T`. It is written before it leaves the window, so that the
                // next allocation finds `cur` in a register: after a write that may be anywhere it would be loaded.
                unsafe { place.write(value) };
                O::of(Ok(self.take(place)))
            }
            Err(below) if const { size_of::<T>() <= FEW && align_of::<T>() <= UNIT } => {
                self.refill_with::<T, O>(value, below)
            }
            Err(_) => O::map(self.refill::<O>(const { Layout::new::<T>() }, End::Top), |place| {
                let place = place.cast();
                // SAFETY: fresh memory for a `T`.
                unsafe { place.write(value) };
                place
            }),
        }
    }

    /// Memory for a `T`, at the top.
    #[inline(always)]
    #[track_caller]
    pub(crate) fn reserve<T, O: Outcome>(&self) -> O::Of<NonNull<T>> {
        match self.fit::<T>() {
            Ok(place) => O::of(Ok(self.take(place))),
            Err(_) => O::map(self.refill::<O>(const { Layout::new::<T>() }, End::Top), NonNull::cast),
        }
    }

    /// The fast path: where in the window a `T` stands; dangling if it is zero-sized. If there is no room, where it would
    /// stand; null for a large `T`.
    ///
    /// Raw pointers: with a `NonNull` in the result the machine would test for null.
    #[inline(always)]
    fn fit<T>(&self) -> Result<*mut T, *mut T> {
        let layout = const { Layout::new::<T>() };
        if layout.size() == 0 {
            return Ok(ptr::dangling_mut());
        }
        if layout.size() > SMALL_MAX || layout.align() > SMALL_MAX {
            return Err(ptr::null_mut());
        }
        let cur = self.cur.get();
        // No wrapping: `cur >= LOWEST`, which is twice the most that is taken off here.
        let mut new = cur.addr() - layout.size().next_multiple_of(UNIT);
        if layout.align() > UNIT {
            new &= !(layout.align() - 1);
        }
        let place = cur.with_addr(new);
        if new < self.lo.get() {
            return Err(place.cast());
        }
        shadow::unpoison(place, layout.size());
        Ok(place.cast())
    }

    /// Takes what `fit` found out of the window.
    #[inline(always)]
    fn take<T>(&self, place: *mut T) -> NonNull<T> {
        if size_of::<T>() != 0 {
            let end = self.cur.replace(place.cast()).addr();
            if align_of::<T>() > UNIT {
                self.skips(place.wrapping_add(1).cast(), end);
            }
        }
        // SAFETY: dangling, or an address in a window, which lies in an allocation: not null.
        unsafe { NonNull::new_unchecked(place) }
    }

    /// Copies bytes to the bottom of the window.
    #[inline(always)]
    #[track_caller]
    pub(crate) fn place_bytes<O: Outcome>(&self, bytes: &[u8]) -> O::Of<NonNull<[u8]>> {
        // SAFETY: a slice has the layout of its bytes.
        let layout = unsafe { Layout::from_size_align_unchecked(bytes.len(), 1) };
        if let Some((start, lo)) = carve_bottom(self.cur.get(), self.lo.get(), layout) {
            // SAFETY: free memory of that length, not below the window's lower end, which lies behind a header, so that it is
            // not null. As for `place`, what is short is written before it leaves the window.
            unsafe {
                let start = NonNull::new_unchecked(start);
                if bytes.len() > SHORT {
                    self.lo.set(lo);
                    return O::of(Ok(copy_long(bytes, start)));
                }
                copy_short(bytes, start.as_ptr());
                self.lo.set(lo);
                return O::of(Ok(NonNull::slice_from_raw_parts(start, bytes.len())));
            }
        }
        let mut state = self.state();
        // SAFETY: as in `refill`.
        let found = unsafe { refill_bytes(&mut state, bytes.as_ptr(), bytes.len()) };
        O::map(self.settle::<O>(found), |start| NonNull::slice_from_raw_parts(start, bytes.len()))
    }

    /// Memory for any layout, at the top.
    #[inline]
    #[track_caller]
    pub(crate) fn reserve_layout<O: Outcome>(&self, layout: Layout) -> O::Of<NonNull<u8>> {
        match carve_top(self.cur.get(), self.lo.get(), layout) {
            Some(new) => {
                let end = self.cur.get().addr();
                let place = self.take(new);
                if layout.align() > UNIT {
                    self.skips(new.wrapping_add(layout.size()), end);
                }
                O::of(Ok(place))
            }
            None => self.refill::<O>(layout, End::Top),
        }
    }

    /// Memory for any layout, at the bottom, where it can grow.
    #[inline(always)]
    #[track_caller]
    pub(crate) fn reserve_bottom(&self, layout: Layout) -> Result<NonNull<u8>, AllocError> {
        match self.take_bottom(layout) {
            Some(start) => Ok(start),
            None => self.refill::<Tries>(layout, End::Bottom),
        }
    }

    /// The same, if the window has so much.
    #[inline(always)]
    fn take_bottom(&self, layout: Layout) -> Option<NonNull<u8>> {
        let (lo, whole) = self.terms.whole_block(self.lo.get(), layout);
        let (start, end) = carve_bottom(self.cur.get(), lo, whole)?;
        self.lo.set(end);
        if layout.align() > UNIT {
            self.skips(start.with_addr(lo), start.addr());
        }
        // SAFETY: not below the window's lower end, which lies in an allocation: not null.
        Some(unsafe { NonNull::new_unchecked(start) })
    }

    /// What the alignment of a block has skipped in the window, up to `end`: if the region recycles, it is free.
    #[inline(always)]
    fn skips(&self, start: *mut u8, end: usize) {
        if start.addr() < end && !self.terms.is_none() {
            // SAFETY: it lies between the block and what the window gave before, and is in nobody's use. Not null, as it was in
            // the window.
            unsafe { self.give_back_otherwise(NonNull::new_unchecked(start), end - start.addr()) }
        }
    }

    #[inline(always)]
    #[track_caller]
    fn refill<O: Outcome>(&self, layout: Layout, end: End) -> O::Of<NonNull<u8>> {
        let mut state = self.state();
        // SAFETY: the state is that of an open region, and `settle` stores it before anything else happens.
        let found = unsafe { refill(&mut state, layout.size(), layout.align(), end) };
        self.settle::<O>(found)
    }

    /// Finds memory for a small value and copies it there, in one call: if the value had to live across a call, the
    /// fast path would save registers for it.
    #[inline(always)]
    #[track_caller]
    fn refill_with<T, O: Outcome>(&self, value: T, below: *mut T) -> O::Of<NonNull<T>> {
        let mut state = self.state();
        state.cur = below.cast();
        // A copy, which the cold block makes: a value whose own address goes to a function is built in memory, also on the
        // fast path. It is of no type: as a `T`, it would be no longer good for anything once `value` is moved below.
        // SAFETY: any bytes are a `MaybeUninit`.
        let copy = unsafe { ptr::read((&raw const value).cast::<MaybeUninit<T>>()) };
        // SAFETY: as in `refill`. The size is not zero, since zero-sized values are placed at once.
        let found = unsafe { refill_with(&mut state, (&raw const copy).cast(), size_of::<T>()) };
        O::map(self.settle::<O>(found), |start| {
            mem::forget(value); // it has moved
            start.cast()
        })
    }

    /// Takes the state out. A source, or the heap, may come back to this region meanwhile, by way of the ambient scope: it
    /// finds the window lent, and no chunks.
    #[inline(always)]
    #[track_caller]
    fn state(&self) -> State {
        let (lo, floor) = (self.lo.replace(TAKEN), self.floor.get());
        self.floor.set(if lo >= TAKEN { floor } else { lo });
        State {
            cur: self.cur.get(),
            lo,
            floor,
            link: self.link.replace(Link::BUSY),
            terms: self.terms,
            site: self.site,
            caller: Caller::here(),
            gain: Gain::NONE,
            error: MaybeUninit::uninit(),
        }
    }

    #[inline(always)]
    #[track_caller]
    fn settle<O: Outcome>(&self, found: Found<'_>) -> O::Of<NonNull<u8>> {
        self.settled(found.state.gain);
        O::settle(self, found)
    }

    #[inline(always)]
    pub(super) fn restore(&self, state: &State) {
        self.cur.set(state.cur);
        self.lo.set(state.lo);
        self.floor.set(state.floor);
        self.link.set(state.link);
    }

    /// How many bytes the window has, before any padding.
    pub(super) fn at_hand(&self) -> usize {
        self.cur.get().addr().saturating_sub(self.lo.get())
    }

    /// A buffer of up to `most` bytes at the bottom, a multiple of 8: as many as the window has.
    #[inline]
    pub(crate) fn reserve_at_hand(&self, most: usize) -> Option<NonNull<[u8]>> {
        let (cur, lo) = (self.cur.get(), self.terms.whole(self.lo.get()));
        let len = cur.addr().saturating_sub(lo).min(most);
        if len == 0 {
            return None;
        }
        let start = cur.with_addr(lo);
        self.lo.set(lo + len);
        shadow::unpoison(start, len);
        NonNull::new(ptr::slice_from_raw_parts_mut(start, len))
    }

    /// Lengthens or shortens the block at the bottom end in place, if it is the newest there and there is room.
    /// Returns the same address as a pointer to the whole of the window's chunk: that of the caller may be good for the
    /// old size alone.
    ///
    /// # Safety
    /// `[ptr, ptr + old)` is a block of this region, in use by nobody but the caller.
    #[inline]
    pub(crate) unsafe fn resize_in_place(&self, ptr: NonNull<u8>, old: usize, new: usize) -> Option<NonNull<u8>> {
        let (start, cur) = (ptr.addr().get(), self.cur.get());
        let (old, whole) = (self.terms.whole(old), self.terms.whole(new));
        // No block ends at the `lo` of a closed window: so high is no address.
        if old == 0 || start + old != self.lo.get() || whole > cur.addr() - start {
            return None;
        }
        if new < old {
            self.peaks();
        }
        self.lo.set(start + whole);
        shadow::unpoison(cur.with_addr(start), new);
        shadow::poison(cur.with_addr(start + new), old.saturating_sub(new));
        NonNull::new(cur.with_addr(start))
    }

    /// Moves a block to where it has room for `layout`, if the window has that: it may be where it is.
    ///
    /// Inlined: where the sizes are known to be whole units, the terms are not asked for that.
    ///
    /// # Safety
    /// As for `resize_in_place`; the new size is above the old one.
    #[inline(always)]
    pub(crate) unsafe fn enlarge(&self, ptr: NonNull<u8>, old: usize, layout: Layout) -> Option<NonNull<u8>> {
        // SAFETY: passed on.
        if let Some(ptr) = unsafe { self.resize_in_place(ptr, old, layout.size()) } {
            return Some(ptr);
        }
        let start = self.take_bottom(layout)?;
        if old != 0 {
            // SAFETY: the new block is disjoint from the old one, which nobody uses afterwards.
            unsafe {
                start.copy_from_nonoverlapping(ptr, old);
                self.give_back(ptr, old);
            }
        }
        Some(start)
    }

    /// Shortens a block where it is and gives back the rest, if it is the newest at the bottom end, or the region recycles.
    /// Returns whether it did.
    ///
    /// # Safety
    /// `[ptr, ptr + old)` is a block of this region, or empty, in use by nobody but the caller, who goes on with `new` bytes of
    /// it; `new` is not above `old`.
    #[inline(always)]
    pub(crate) unsafe fn cut(&self, ptr: NonNull<u8>, old: usize, new: usize) -> bool {
        if !self.terms.is_none() {
            // SAFETY: passed on.
            return unsafe { self.cut_on_terms(ptr, old, new) };
        }
        // No block ends at the `lo` of a window that is closed; where an empty one happens to do so at `lo`, nothing changes.
        let newest = ptr.addr().get() + old == self.lo.get();
        if newest {
            self.peaks();
            self.lo.set(ptr.addr().get() + new);
            shadow::poison(ptr.as_ptr().wrapping_add(new), old - new);
        }
        newest
    }

    /// # Safety
    /// As for `cut`.
    #[cold]
    unsafe fn cut_on_terms(&self, ptr: NonNull<u8>, old: usize, new: usize) -> bool {
        // SAFETY: passed on. What is left of the block is a block as well.
        unsafe {
            if self.resize_in_place(ptr, old, new).is_some() {
                return true;
            }
            let recycles = self.terms.recycler().is_some();
            if recycles && new < old {
                self.give_back_otherwise(ptr.add(new), old - new);
            }
            recycles
        }
    }

    /// Gives a block back if it is the newest at its end of the window. Else it stays until the scope ends.
    ///
    /// # Safety
    /// The block `[ptr, ptr + size)` was allocated in this region, and nobody uses it any more.
    #[inline]
    pub(crate) unsafe fn give_back(&self, ptr: NonNull<u8>, size: usize) {
        if size == 0 {
            return;
        }
        let start = ptr.addr().get();
        if start == self.cur.get().addr() {
            self.falls(size.next_multiple_of(UNIT));
            // SAFETY: the block starts at `cur` and was taken off the same chunk rounded to `UNIT`, so the end is
            // inside that chunk, or just behind it. A block of another chunk never starts at `cur`: below a chunk's
            // first byte of use stands its header.
            self.cur.set(unsafe { self.cur.get().add(size.next_multiple_of(UNIT)) });
            shadow::poison(ptr.as_ptr(), size);
        } else if start + size == self.lo.get() {
            self.falls(size);
            self.lo.set(start);
            shadow::poison(ptr.as_ptr(), size);
        } else if !self.terms.is_none() || source::under_all().is_some() {
            // SAFETY: by contract.
            unsafe { self.give_back_otherwise(ptr, size) };
        } else {
            shadow::poison(ptr.as_ptr(), size);
        }
    }

    /// What comes of a block that is not the newest: in a region on terms of its own it may be used again.
    ///
    /// # Safety
    /// As for `give_back`; the size is not zero.
    #[cold]
    unsafe fn give_back_otherwise(&self, ptr: NonNull<u8>, size: usize) {
        let (start, whole) = (ptr.addr().get(), self.terms.whole(size));
        // What begins within a unit is the end of a block, whose last unit may be over before: behind it strings may stand.
        if whole != size && start.is_multiple_of(UNIT) && start + whole == self.lo.get() {
            // SAFETY: by contract; this is all that the block took.
            unsafe { self.give_back(ptr, whole) }
        } else if let Some(recycler) = self.terms.recycler() {
            // SAFETY: by contract; a block of this region, which ends after the last look at its free blocks.
            let bytes = unsafe { recycler.put(ptr.as_ptr(), size, self.link.get().chunk()) };
            self.gave_back(bytes, 0);
        } else if let Some(source) = self.terms.source().filter(|source| source.sees_objects()) {
            let free = Free::new(ptr, size, self.site);
            // SAFETY: such a region has no window, so each of its blocks is an object.
            let given = unsafe { object::give_back(source, self.terms, self.link.get(), free) };
            if let Some((size, chunk)) = given {
                self.gave_back(size, chunk);
            }
        } else {
            shadow::poison(ptr.as_ptr(), size);
        }
    }

    /// Puts an entry on the list of what the scope runs at exit.
    ///
    /// # Safety
    /// `node` points to an initialised [`Entry`](super::Entry) in memory of this region.
    pub(crate) unsafe fn push_drop(&self, node: *mut DropNode) {
        // SAFETY: `own_chunk` came before the entry was allocated, so there is a newest chunk.
        unsafe { drops::push(self.link.get().chunk(), node) };
    }

    /// Makes sure that the region has a chunk of its own, which can hold the list of what runs at exit.
    #[track_caller]
    pub(crate) fn own_chunk(&self) -> Result<(), AllocError> {
        if !self.link.get().chunk().is_null() {
            return Ok(());
        }
        // A borrowed window has no header in which to keep what must run at exit.
        self.refill::<Tries>(Layout::new::<u64>(), End::NewChunk).map(drop)
    }
}

/// Takes a block off the top of a window: returns the new `cur`, which is the block's start.
#[inline(always)]
pub(super) fn carve_top(cur: *mut u8, lo: usize, layout: Layout) -> Option<*mut u8> {
    let mask = !(layout.align().max(UNIT) - 1);
    let new = cur.addr().checked_sub(layout.size())? & mask;
    (new >= lo).then(|| {
        let start = cur.with_addr(new);
        shadow::unpoison(start, layout.size());
        start
    })
}

/// Takes a block off the bottom of a window: returns its start, and the new `lo`.
#[inline(always)]
pub(super) fn carve_bottom(cur: *mut u8, lo: usize, layout: Layout) -> Option<(*mut u8, usize)> {
    let start = if layout.align() == 1 { lo } else { lo.checked_add(layout.align() - 1)? & !(layout.align() - 1) };
    // Saturated at `CLOSED`, which is above every `cur`: one compare, also for a window that is closed.
    let end = start.saturating_add(layout.size());
    (end <= cur.addr()).then(|| {
        let start = cur.with_addr(start);
        shadow::unpoison(start, layout.size());
        (start, end)
    })
}
