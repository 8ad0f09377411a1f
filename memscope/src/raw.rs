//! A growable piece of a scope's memory, under every buffer of this crate.

use core::alloc::Layout;
use core::mem::MaybeUninit;
use core::ptr::NonNull;

use crate::boxed::MemBox;
use crate::cx::{MemCx, ok};
use crate::error::{AllocError, Cause};

/// Room for `cap` values of `T`. Owns nothing, hence `Copy`: who holds it decides what is initialised, and when it is
/// freed.
pub(crate) struct RawBuf<T> {
    ptr: NonNull<T>,
    cap: usize,
}

impl<T> Clone for RawBuf<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for RawBuf<T> {}

// SAFETY: as a `Vec`'s pointer. What keeps a container on its thread is its handle alone, so that one error says so.
unsafe impl<T: Send> Send for RawBuf<T> {}
// SAFETY: as above.
unsafe impl<T: Sync> Sync for RawBuf<T> {}

impl<T> RawBuf<T> {
    const IS_ZST: bool = size_of::<T>() == 0;
    /// What the first growth makes room for; std's choice.
    const MIN_CAP: usize = match size_of::<T>() {
        0 | 1 => 8,
        2..=1024 => 4,
        _ => 1,
    };

    /// How many values are made room for on the word of an iterator which says that it has at least so many.
    pub(crate) const TRUSTED_HINT: usize = match size_of::<T>() {
        0 => usize::MAX,
        size => (1 << 20) / size,
    };

    pub(crate) const NEW: Self = Self { ptr: NonNull::dangling(), cap: 0 };

    #[inline(always)]
    pub(crate) const fn ptr(&self) -> NonNull<T> {
        self.ptr
    }

    #[inline(always)]
    pub(crate) const fn cap(&self) -> usize {
        if Self::IS_ZST { usize::MAX } else { self.cap }
    }

    /// The room that was [`ptr`](Self::ptr) and [`cap`](Self::cap) of a buffer, or less of it.
    #[inline(always)]
    pub(crate) const fn from_parts(ptr: NonNull<T>, cap: usize) -> Self {
        Self { ptr, cap }
    }

    /// The room that a box of uninitialised memory owned.
    #[inline]
    pub(crate) fn of_box(buf: MemBox<'_, [MaybeUninit<T>]>) -> Self {
        let place = MemBox::into_raw(buf);
        Self { ptr: place.cast(), cap: place.len() }
    }

    /// Gives the first `len` values' room to a box.
    ///
    /// # Safety
    /// The buffer is of the scope `'mcx`, nobody uses it any more, and `len` is not above its capacity.
    #[inline]
    pub(crate) unsafe fn into_box<'mcx>(self, len: usize) -> MemBox<'mcx, [MaybeUninit<T>]> {
        // SAFETY: by contract; any memory is a value of `MaybeUninit`.
        unsafe { MemBox::from_raw(NonNull::slice_from_raw_parts(self.ptr.cast(), len)) }
    }

    /// Room for exactly `cap` values.
    #[inline]
    #[track_caller]
    pub(crate) fn with_capacity(cx: MemCx<'_>, cap: usize) -> Result<Self, AllocError> {
        if Self::IS_ZST || cap == 0 {
            return Ok(Self::NEW);
        }
        let layout = array_layout::<T>(cx, cap)?;
        let ptr = cx.region().reserve_bottom(layout)?.cast();
        Ok(Self { ptr, cap })
    }

    /// Makes room for `more` values behind the first `len`, at least doubling, so that pushing takes constant time on
    /// the average. The newest block of its scope grows in place. On an error nothing has changed.
    ///
    /// # Safety
    /// The buffer is of `cx`'s scope, and `len` is not above its capacity.
    #[inline]
    #[track_caller]
    pub(crate) unsafe fn grow(&mut self, cx: MemCx<'_>, len: usize, more: usize) -> Result<(), AllocError> {
        let least = Self::least(cx, len, more)?;
        let wanted = least.max(self.cap.saturating_mul(2)).max(Self::MIN_CAP);
        // SAFETY: passed on.
        unsafe {
            match self.resize(cx, len, wanted) {
                Err(_) if wanted > least => {
                    asks_again();
                    self.resize(cx, len, least)
                }
                result => result,
            }
        }
    }

    /// A full buffer after growth. Takes and returns values, so that a vector in local use can stay in registers; and
    /// panics, so that the result is two words.
    ///
    /// # Safety
    /// As for `grow`; nobody uses the old buffer any more.
    #[cold]
    #[inline(never)]
    #[track_caller]
    pub(crate) unsafe fn doubled(self, cx: MemCx<'_>) -> Self {
        if !Self::IS_ZST {
            // No wrapping: the old capacity is that of an array.
            let cap = (2 * self.cap).max(Self::MIN_CAP);
            if let Ok(layout) = Layout::array::<T>(cap)
                // SAFETY: the block is ours, in this region, by the caller's word.
                && let Some(ptr) = unsafe { cx.region().enlarge(self.ptr.cast(), self.cap * size_of::<T>(), layout) }
            {
                return Self { ptr: ptr.cast(), cap };
            }
        }
        // SAFETY: passed on.
        unsafe { self.doubled_elsewhere(cx) }
    }

    /// [`doubled`](Self::doubled) where the window has not so much.
    ///
    /// # Safety
    /// The same.
    #[cold]
    #[inline(never)]
    #[track_caller]
    unsafe fn doubled_elsewhere(mut self, cx: MemCx<'_>) -> Self {
        // SAFETY: passed on.
        ok(unsafe { self.grow(cx, self.cap(), 1) });
        self
    }

    /// As [`grow`](Self::grow), but for exactly so many.
    ///
    /// # Safety
    /// As for `grow`.
    #[track_caller]
    pub(crate) unsafe fn grow_exact(&mut self, cx: MemCx<'_>, len: usize, more: usize) -> Result<(), AllocError> {
        let least = Self::least(cx, len, more)?;
        // SAFETY: passed on.
        unsafe { self.resize(cx, len, least) }
    }

    /// How many values there must be room for; a buffer of zero-sized ones is full at `usize::MAX` only.
    #[inline(always)]
    fn least(cx: MemCx<'_>, len: usize, more: usize) -> Result<usize, AllocError> {
        len.checked_add(more).filter(|_| !Self::IS_ZST).ok_or_else(|| capacity_overflow::<T>(cx))
    }

    /// # Safety
    /// As for `grow`; `cap` is above the present capacity, which a zero-sized type never needs.
    #[inline]
    #[track_caller]
    unsafe fn resize(&mut self, cx: MemCx<'_>, len: usize, cap: usize) -> Result<(), AllocError> {
        let layout = array_layout::<T>(cx, cap)?;
        let region = cx.region();
        let old = self.cap * size_of::<T>();
        // SAFETY: the block is ours, in this region, by the caller's word.
        if let Some(ptr) = unsafe { region.resize_in_place(self.ptr.cast(), old, layout.size()) } {
            *self = Self { ptr: ptr.cast(), cap };
            return Ok(());
        }
        let ptr = region.reserve_bottom(layout)?.cast::<T>();
        // SAFETY: the new block is disjoint from the old one, of which `len` values may be initialised. Afterwards the
        // old one is in nobody's use.
        unsafe {
            ptr.copy_from_nonoverlapping(self.ptr, len);
            region.give_back(self.ptr.cast(), old);
        }
        *self = Self { ptr, cap };
        Ok(())
    }

    /// Gives back what lies behind the first `len` values, if the block is the newest, or the scope recycles. It never moves.
    ///
    /// # Safety
    /// As for `grow`.
    pub(crate) unsafe fn shrink(&mut self, cx: MemCx<'_>, len: usize) {
        if Self::IS_ZST || self.cap == len {
            return;
        }
        // SAFETY: the block is ours, in this region, by the caller's word.
        if unsafe { cx.region().cut(self.ptr.cast(), self.cap * size_of::<T>(), len * size_of::<T>()) } {
            self.cap = len;
        }
    }

    /// The same of a buffer that will not grow any more. What cannot be given back stays unused.
    ///
    /// # Safety
    /// As for `grow`.
    #[inline(always)]
    pub(crate) unsafe fn cut(self, cx: MemCx<'_>, len: usize) {
        if !Self::IS_ZST {
            // SAFETY: passed on.
            unsafe { cx.region().cut(self.ptr.cast(), self.cap * size_of::<T>(), len * size_of::<T>()) };
        }
    }

    /// Gives the block back, if it is the newest.
    ///
    /// # Safety
    /// As for `grow`; nobody uses the buffer any more.
    #[inline]
    pub(crate) unsafe fn free(&mut self, cx: MemCx<'_>) {
        if !Self::IS_ZST {
            // SAFETY: passed on.
            unsafe { cx.region().give_back(self.ptr.cast(), self.cap * size_of::<T>()) };
            *self = Self::NEW;
        }
    }
}

impl RawBuf<u8> {
    /// Room for up to `cap` bytes, a multiple of 8, if the window has them; it asks for no memory beyond that.
    #[inline]
    pub(crate) fn at_hand(cx: MemCx<'_>, cap: usize) -> Self {
        cx.region().reserve_at_hand(cap).map_or(Self::NEW, |room| Self { ptr: room.cast(), cap: room.len() })
    }
}

/// Says that what is asked for next takes the place of more, which was just refused: so the user has not seen that yet.
#[inline(always)]
pub(crate) fn asks_again() {
    #[cfg(feature = "testing")]
    crate::testing::asks_again();
}

/// The layout of `n` values, checked.
#[inline]
pub(crate) fn array_layout<T>(cx: MemCx<'_>, n: usize) -> Result<Layout, AllocError> {
    Layout::array::<T>(n).map_err(|_| capacity_overflow::<T>(cx))
}

#[cold]
pub(crate) fn capacity_overflow<T>(cx: MemCx<'_>) -> AllocError {
    AllocError::new(cx.region().site(), usize::MAX, align_of::<T>(), Cause::CapacityOverflow)
}

/// So many bytes are copied without a call: names and fields are mostly no longer.
pub(crate) const SHORT: usize = 16;

/// Copies bytes; up to [`SHORT`] of them without a call.
///
/// # Safety
/// `to` is valid for writes of `src.len()` bytes that are not `src`'s.
#[inline(always)]
pub(crate) unsafe fn copy_bytes(src: &[u8], to: *mut u8) {
    // SAFETY: by contract.
    unsafe {
        if src.len() <= SHORT {
            copy_short(src, to);
        } else {
            to.copy_from_nonoverlapping(src.as_ptr(), src.len());
        }
    }
}

/// Copies no more than [`SHORT`] bytes.
///
/// # Safety
/// As for [`copy_bytes`].
#[inline(always)]
pub(crate) unsafe fn copy_short(src: &[u8], to: *mut u8) {
    let (from, len) = (src.as_ptr(), src.len());
    // SAFETY: each pair of accesses covers `[0, len)` from both ends, and lies within it.
    unsafe {
        if len >= 8 {
            let (a, b) = (from.cast::<u64>().read_unaligned(), from.add(len - 8).cast::<u64>().read_unaligned());
            to.cast::<u64>().write_unaligned(a);
            to.add(len - 8).cast::<u64>().write_unaligned(b);
        } else if len >= 4 {
            let (a, b) = (from.cast::<u32>().read_unaligned(), from.add(len - 4).cast::<u32>().read_unaligned());
            to.cast::<u32>().write_unaligned(a);
            to.add(len - 4).cast::<u32>().write_unaligned(b);
        } else if len > 0 {
            let (a, b, c) = (*from, *from.add(len / 2), *from.add(len - 1));
            *to = a;
            *to.add(len / 2) = b;
            *to.add(len - 1) = c;
        }
    }
}

/// Copies bytes, and returns where they are now: so that nothing has to live across the call.
///
/// # Safety
/// As for [`copy_bytes`].
#[inline(never)]
pub(crate) unsafe fn copy_long(src: &[u8], to: NonNull<u8>) -> NonNull<[u8]> {
    // SAFETY: by contract.
    unsafe { to.copy_from_nonoverlapping(NonNull::from(src).cast(), src.len()) };
    NonNull::slice_from_raw_parts(to, src.len())
}
