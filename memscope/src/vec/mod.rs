//! A growable array in a scope.

mod drain;
mod edit;
mod into_iter;
mod traits;

use core::mem::{ManuallyDrop, MaybeUninit};
use core::ops::{Bound, Range, RangeBounds};
use core::ptr::{self, NonNull};
use core::slice;

pub use drain::{Drain, Splice};
pub use into_iter::IntoIter;

use crate::boxed::MemBox;
use crate::cx::{MemCx, no_destructor, ok};
use crate::error::AllocError;
use crate::raw::{RawBuf, asks_again, copy_bytes};

/// A growable array whose memory is a scope's: `Vec`, with a handle in the place of the global allocator.
///
/// ```
/// use memscope::{scope, vec_in, MemCx, MemVec};
///
/// fn evens<'mcx>(cx: MemCx<'mcx>, up_to: u32) -> MemVec<'mcx, u32> {
///     let mut v = cx.vec();
///     v.extend((0..up_to).filter(|n| n % 2 == 0));
///     v
/// }
///
/// scope!(cx);
/// let mut v = evens(cx, 7);
/// v.push(100);
/// assert_eq!(v, [0, 2, 4, 6, 100]);
/// let words = vec_in![cx; "to", "be"];
/// assert_eq!(words.join(" "), "to be");
/// ```
///
/// Names and behaviour are those of [std's `Vec`](alloc::vec::Vec); only what has to differ does:
///
/// * Elements may have destructors, which run with the vector. To keep a slice in a value that is
///   [allocated](MemCx::alloc), and so must not have one, end with [`into_slice`](Self::into_slice).
/// * A clone is made in the same scope, and there is no `collect`: a vector needs a handle. Use
///   [`from_iter_in`](Self::from_iter_in), or [`MemCx::alloc_iter`] for a slice.
/// * The vector holds the handle, hence is neither `Send` nor `Sync`. Its contents are what theirs are: a slice of it can
///   be shared with other threads, [`into_slice`](Self::into_slice) and [`into_boxed_slice`](Self::into_boxed_slice)
///   can be sent.
/// * Every method that allocates has a twin `try_…`, which on an error leaves the vector as it was.
///
/// **Cost.** Four words. A push is one compare and the store. Growth doubles the capacity, in place as long as the
/// vector is the newest buffer of its scope (values, which stand at the other end of the scope's memory, do not count),
/// else by moving; the buffer that was left behind stays unused until the scope ends. Dropping the vector gives the
/// memory back if it is the newest buffer.
pub struct MemVec<'mcx, T> {
    buf: RawBuf<T>,
    len: usize,
    cx: MemCx<'mcx>,
}

impl<'mcx> MemCx<'mcx> {
    /// An empty vector in the scope. Takes no memory before the first push.
    ///
    /// ```
    /// memscope::scope!(cx);
    /// let mut v = cx.vec();
    /// v.push(1);
    /// ```
    #[inline]
    #[must_use]
    pub const fn vec<T>(self) -> MemVec<'mcx, T> {
        MemVec::new_in(self)
    }

    /// An empty vector with room for at least `capacity` values.
    ///
    /// # Panics
    /// If the memory cannot be had.
    #[inline]
    #[must_use]
    #[track_caller]
    pub fn vec_with_capacity<T>(self, capacity: usize) -> MemVec<'mcx, T> {
        MemVec::with_capacity_in(capacity, self)
    }

    /// As [`vec_with_capacity`](Self::vec_with_capacity).
    ///
    /// # Errors
    /// If the memory cannot be had.
    #[inline]
    #[track_caller]
    pub fn try_vec_with_capacity<T>(self, capacity: usize) -> Result<MemVec<'mcx, T>, AllocError> {
        MemVec::try_with_capacity_in(capacity, self)
    }
}

/// Making one.
impl<'mcx, T> MemVec<'mcx, T> {
    /// An empty vector. Takes no memory before the first push.
    #[inline]
    #[must_use]
    pub const fn new_in(cx: MemCx<'mcx>) -> Self {
        Self { buf: RawBuf::NEW, len: 0, cx }
    }

    /// An empty vector with room for at least `capacity` values.
    ///
    /// # Panics
    /// If the memory cannot be had.
    #[inline]
    #[must_use]
    #[track_caller]
    pub fn with_capacity_in(capacity: usize, cx: MemCx<'mcx>) -> Self {
        ok(Self::try_with_capacity_in(capacity, cx))
    }

    /// As [`with_capacity_in`](Self::with_capacity_in).
    ///
    /// # Errors
    /// If the memory cannot be had.
    #[inline]
    #[track_caller]
    pub fn try_with_capacity_in(capacity: usize, cx: MemCx<'mcx>) -> Result<Self, AllocError> {
        Ok(Self { buf: RawBuf::with_capacity(cx, capacity)?, len: 0, cx })
    }

    /// Collects an iterator. What it says of its length is a hint and is not trusted.
    ///
    /// ```
    /// use memscope::MemVec;
    /// memscope::scope!(cx);
    /// assert_eq!(MemVec::from_iter_in("a b".split(' '), cx), ["a", "b"]);
    /// ```
    ///
    /// # Panics
    /// If the memory cannot be had.
    #[inline]
    #[must_use]
    #[track_caller]
    pub fn from_iter_in(iter: impl IntoIterator<Item = T>, cx: MemCx<'mcx>) -> Self {
        ok(Self::try_from_iter_in(iter, cx))
    }

    /// As [`from_iter_in`](Self::from_iter_in).
    ///
    /// # Errors
    /// If the memory cannot be had. What the iterator gave until then is dropped.
    #[inline]
    #[track_caller]
    pub fn try_from_iter_in(iter: impl IntoIterator<Item = T>, cx: MemCx<'mcx>) -> Result<Self, AllocError> {
        let iter = iter.into_iter();
        let hint = iter.size_hint().0.min(RawBuf::<T>::TRUSTED_HINT);
        // So much cannot be had? Then the hint may have been a lie.
        let buf = RawBuf::with_capacity(cx, hint).unwrap_or_else(|_| {
            asks_again();
            RawBuf::NEW
        });
        let mut vec = Self { buf, len: 0, cx };
        vec.try_extend(iter)?;
        Ok(vec)
    }

    /// Moves an array into a new vector. [`vec_in!`](crate::vec_in!) is the short form.
    ///
    /// # Panics
    /// If the memory cannot be had.
    #[inline]
    #[must_use]
    #[track_caller]
    pub fn from_array_in<const N: usize>(array: [T; N], cx: MemCx<'mcx>) -> Self {
        ok(Self::try_from_array_in(array, cx))
    }

    /// As [`from_array_in`](Self::from_array_in).
    ///
    /// # Errors
    /// If the memory cannot be had; the array is dropped.
    #[inline]
    #[track_caller]
    pub fn try_from_array_in<const N: usize>(array: [T; N], cx: MemCx<'mcx>) -> Result<Self, AllocError> {
        let mut vec = Self::try_with_capacity_in(N, cx)?;
        let array = ManuallyDrop::new(array);
        // SAFETY: there is room for `N` values, which move over; the array is not dropped.
        unsafe { vec.append_raw(NonNull::from(&*array).cast(), N) };
        Ok(vec)
    }

    /// A vector of `len` clones of `value`. [`vec_in!`](crate::vec_in!) is the short form.
    ///
    /// # Panics
    /// If the memory cannot be had.
    #[inline]
    #[must_use]
    #[track_caller]
    pub fn from_elem_in(value: T, len: usize, cx: MemCx<'mcx>) -> Self
    where
        T: Clone,
    {
        ok(Self::try_from_elem_in(value, len, cx))
    }

    /// As [`from_elem_in`](Self::from_elem_in).
    ///
    /// # Errors
    /// If the memory cannot be had; nothing was cloned.
    #[inline]
    #[track_caller]
    pub fn try_from_elem_in(value: T, len: usize, cx: MemCx<'mcx>) -> Result<Self, AllocError>
    where
        T: Clone,
    {
        let mut vec = Self::try_with_capacity_in(len, cx)?;
        vec.try_resize(len, value)?;
        Ok(vec)
    }
}

/// What it is and has.
impl<'mcx, T> MemVec<'mcx, T> {
    /// The handle of the scope that the vector is of.
    #[inline]
    #[must_use]
    pub const fn cx(&self) -> MemCx<'mcx> {
        self.cx
    }

    /// How many values it holds.
    #[inline]
    #[must_use]
    pub const fn len(&self) -> usize {
        self.len
    }

    /// Whether it holds none.
    #[inline]
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// How many values it can hold before it grows. `usize::MAX` for a zero-sized type.
    #[inline]
    #[must_use]
    pub const fn capacity(&self) -> usize {
        self.buf.cap()
    }

    /// The values.
    #[inline(always)]
    #[must_use]
    pub const fn as_slice(&self) -> &[T] {
        // SAFETY: the first `len` values are initialised and ours.
        unsafe { slice::from_raw_parts(self.as_ptr(), self.len) }
    }

    /// The values.
    #[inline(always)]
    #[must_use]
    pub const fn as_mut_slice(&mut self) -> &mut [T] {
        // SAFETY: as above, and the vector is borrowed mutably.
        unsafe { slice::from_raw_parts_mut(self.as_mut_ptr(), self.len) }
    }

    /// Where the values are: aligned, never null, dangling if there is no capacity.
    #[inline(always)]
    #[must_use]
    pub const fn as_ptr(&self) -> *const T {
        self.buf.ptr().as_ptr()
    }

    /// As [`as_ptr`](Self::as_ptr), to write through.
    #[inline(always)]
    #[must_use]
    pub const fn as_mut_ptr(&mut self) -> *mut T {
        self.buf.ptr().as_ptr()
    }

    /// The room behind the values. After writing to it, call [`set_len`](Self::set_len).
    ///
    /// ```
    /// memscope::scope!(cx);
    /// let mut v = cx.vec_with_capacity(4);
    /// v.spare_capacity_mut()[0].write(7);
    /// // SAFETY: the first value has just been written.
    /// unsafe { v.set_len(1) };
    /// assert_eq!(v, [7]);
    /// ```
    #[inline]
    pub const fn spare_capacity_mut(&mut self) -> &mut [MaybeUninit<T>] {
        // SAFETY: the memory from `len` to the capacity is ours, and any memory is a value of `MaybeUninit`.
        unsafe { slice::from_raw_parts_mut(self.buf.ptr().add(self.len).as_ptr().cast(), self.buf.cap() - self.len) }
    }

    /// Says how many values there are.
    ///
    /// # Safety
    /// `len` is at most the capacity, and the first `len` values are initialised.
    #[inline(always)]
    pub const unsafe fn set_len(&mut self, len: usize) {
        debug_assert!(len <= self.buf.cap());
        self.len = len;
    }
}

/// Capacity.
impl<T> MemVec<'_, T> {
    /// Makes room for `more` values; for more than that, so that many small calls cost little.
    ///
    /// # Panics
    /// If the memory cannot be had.
    #[inline]
    #[track_caller]
    pub fn reserve(&mut self, more: usize) {
        ok(self.try_reserve(more));
    }

    /// As [`reserve`](Self::reserve).
    ///
    /// # Errors
    /// If the memory cannot be had.
    #[inline]
    #[track_caller]
    pub fn try_reserve(&mut self, more: usize) -> Result<(), AllocError> {
        if self.buf.cap() - self.len < more {
            self.buf = self.grown(more)?;
        }
        Ok(())
    }

    /// Makes room for `more` values and no more than that.
    ///
    /// # Panics
    /// If the memory cannot be had.
    #[inline]
    #[track_caller]
    pub fn reserve_exact(&mut self, more: usize) {
        ok(self.try_reserve_exact(more));
    }

    /// As [`reserve_exact`](Self::reserve_exact).
    ///
    /// # Errors
    /// If the memory cannot be had.
    #[track_caller]
    pub fn try_reserve_exact(&mut self, more: usize) -> Result<(), AllocError> {
        if self.buf.cap() - self.len < more {
            // SAFETY: the buffer is of `cx`'s scope, and `len` within its capacity.
            unsafe { self.buf.grow_exact(self.cx, self.len, more)? };
        }
        Ok(())
    }

    /// Gives back the room behind the values, if the vector is the newest buffer of its scope, or the
    /// scope recycles. It never moves them.
    #[inline]
    pub fn shrink_to_fit(&mut self) {
        self.shrink_to(0);
    }

    /// As [`shrink_to_fit`](Self::shrink_to_fit), but keeps room for at least `least` values.
    pub fn shrink_to(&mut self, least: usize) {
        let cap = self.len.max(least);
        if cap < self.buf.cap() {
            // SAFETY: the buffer is of `cx`'s scope, and `cap` within its capacity.
            unsafe { self.buf.shrink(self.cx, cap) };
        }
    }

    /// The buffer after growth. Takes and returns values, so that a vector in local use can stay in registers.
    #[inline(always)]
    #[track_caller]
    fn grown(&self, more: usize) -> Result<RawBuf<T>, AllocError> {
        #[cold]
        #[inline(never)]
        #[track_caller]
        fn grow<T>(cx: MemCx<'_>, mut buf: RawBuf<T>, len: usize, more: usize) -> Result<RawBuf<T>, AllocError> {
            // SAFETY: the only caller passes the parts of a vector.
            unsafe { buf.grow(cx, len, more)? };
            Ok(buf)
        }
        grow(self.cx, self.buf, self.len, more)
    }
}

/// What it becomes.
impl<'mcx, T> MemVec<'mcx, T> {
    /// Ends the growth: the values as a slice that lives as long as the scope. Gives back the room behind it, if it can.
    ///
    /// A type with a destructor is refused when the program is built, as by [`MemCx::alloc`]; for such there are
    /// [`into_boxed_slice`](Self::into_boxed_slice) and [`leak`](Self::leak).
    ///
    /// ```
    /// use memscope::{scope, vec_in};
    ///
    /// struct Call<'mcx> { args: &'mcx [i64] }
    ///
    /// scope!(cx);
    /// let mut args = cx.vec();
    /// args.push(1);
    /// let call = cx.alloc(Call { args: args.into_slice() });
    /// assert_eq!(call.args, [1]);
    /// ```
    #[inline]
    #[must_use]
    pub fn into_slice<'s>(self) -> &'s mut [T]
    where
        'mcx: 's,
    {
        const { no_destructor::<T>() };
        self.leak()
    }

    /// The values as an owned slice, which drops them.
    ///
    /// ```
    /// use memscope::{scope, vec_in, MemBox};
    ///
    /// scope!(cx);
    /// let names: MemBox<'_, [String]> = vec_in![cx; String::from("ada")].into_boxed_slice();
    /// assert_eq!(names.len(), 1);
    /// ```
    #[inline]
    #[must_use]
    pub fn into_boxed_slice(self) -> MemBox<'mcx, [T]> {
        let this = ManuallyDrop::new(self);
        // SAFETY: the values are initialised, in the memory of the scope, and the vector that owned them is gone.
        unsafe {
            this.buf.cut(this.cx, this.len);
            MemBox::from_raw(NonNull::slice_from_raw_parts(this.buf.ptr(), this.len))
        }
    }

    /// The values as a slice that lives as long as the scope. They are not dropped any more.
    ///
    /// As [`into_slice`](Self::into_slice), for types with a destructor too.
    #[inline]
    #[must_use = "the values will not be dropped"]
    pub fn leak<'s>(self) -> &'s mut [T]
    where
        'mcx: 's,
    {
        MemBox::leak(self.into_boxed_slice())
    }

    /// The buffer and how many values it holds. Nothing is dropped, nor freed.
    #[inline]
    pub(crate) fn into_parts(self) -> (RawBuf<T>, usize, MemCx<'mcx>) {
        let this = ManuallyDrop::new(self);
        (this.buf, this.len, this.cx)
    }

    /// # Safety
    /// The buffer is of `cx`'s scope, its first `len` values are initialised, and nobody else owns either.
    #[inline]
    pub(crate) unsafe fn from_parts(buf: RawBuf<T>, len: usize, cx: MemCx<'mcx>) -> Self {
        Self { buf, len, cx }
    }

    /// # Safety
    /// `[from, from + n)` are values outside of this buffer, which has room for them, and are not used afterwards.
    #[inline(always)]
    unsafe fn append_raw(&mut self, from: NonNull<T>, n: usize) {
        // SAFETY: by contract.
        unsafe { self.buf.ptr().add(self.len).copy_from_nonoverlapping(from, n) };
        self.len += n;
    }
}

/// Bytes, of which mostly few come at a time.
impl MemVec<'_, u8> {
    /// As [`try_extend_from_slice`](Self::try_extend_from_slice), but short ones without a call.
    #[inline(always)]
    #[track_caller]
    pub(crate) fn try_append_bytes(&mut self, bytes: &[u8]) -> Result<(), AllocError> {
        self.try_reserve(bytes.len())?;
        // SAFETY: there is room for them all, and they are shared, hence not of this buffer.
        unsafe { copy_bytes(bytes, self.as_mut_ptr().add(self.len)) };
        self.len += bytes.len();
        Ok(())
    }
}

impl<T> Drop for MemVec<'_, T> {
    // Inlined, and passing values, also in landing pads: else a vector in local use would live in memory for their sake.
    #[inline(always)]
    fn drop(&mut self) {
        #[inline(never)]
        unsafe fn free<T>(cx: MemCx<'_>, mut buf: RawBuf<T>, len: usize) {
            // SAFETY: the values are the vector's and not used again. If a destructor panics, the memory stays with the
            // scope; else the buffer, which is of `cx`'s scope, goes back.
            unsafe {
                ptr::slice_from_raw_parts_mut(buf.ptr().as_ptr(), len).drop_in_place();
                buf.free(cx);
            }
        }
        // SAFETY: the parts of a vector that goes.
        unsafe { free(self.cx, self.buf, self.len) }
    }
}

/// The part of `0..len` that `range` names.
#[track_caller]
pub(crate) fn bounds(range: impl RangeBounds<usize>, len: usize) -> Range<usize> {
    let start = match range.start_bound() {
        Bound::Included(&start) => Some(start),
        Bound::Excluded(&before) => before.checked_add(1),
        Bound::Unbounded => Some(0),
    };
    let end = match range.end_bound() {
        Bound::Included(&last) => last.checked_add(1),
        Bound::Excluded(&end) => Some(end),
        Bound::Unbounded => Some(len),
    };
    match (start, end) {
        (Some(start), Some(end)) if start <= end && end <= len => start..end,
        (start, end) => {
            let (start, end) = (start.unwrap_or(usize::MAX), end.unwrap_or(usize::MAX));
            panic!("the range {start}..{end} is not one of 0..{len}")
        }
    }
}

/// Makes a [`MemVec`]: `vec_in![cx; a, b, c]` of these values, `vec_in![cx; value; n]` of `n` clones, `vec_in![cx]` of
/// nothing.
///
/// ```
/// use memscope::{scope, vec_in};
///
/// scope!(cx);
/// assert_eq!(vec_in![cx; 1, 2, 3], [1, 2, 3]);
/// assert_eq!(vec_in![cx; "x"; 2], ["x", "x"]);
/// let mut none = vec_in![cx];
/// none.push(1);
/// ```
#[macro_export]
macro_rules! vec_in {
    ($cx:expr $(;)?) => {
        $crate::MemVec::new_in($cx)
    };
    ($cx:expr; $value:expr; $n:expr) => {
        $crate::MemVec::from_elem_in($value, $n, $cx)
    };
    ($cx:expr; $($value:expr),+ $(,)?) => {
        $crate::MemVec::from_array_in([$($value),+], $cx)
    };
}
