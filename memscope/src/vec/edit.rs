//! Putting values in and taking them out.

use core::ops::RangeBounds;
use core::ptr::{self, NonNull};

use super::{MemVec, bounds};
use crate::cx::ok;
use crate::error::AllocError;
use crate::raw::{RawBuf, asks_again};

/// One value.
impl<T> MemVec<'_, T> {
    /// Puts a value at the end.
    ///
    /// # Panics
    /// If the memory cannot be had.
    #[inline(always)]
    #[track_caller]
    pub fn push(&mut self, value: T) {
        // Read once: after the growth it might be another, as far as the optimiser knows.
        let len = self.len;
        if len == self.buf.cap() {
            // SAFETY: the buffer is of `cx`'s scope, and is full.
            self.buf = unsafe { self.buf.doubled(self.cx) };
        }
        // SAFETY: there is room for one more.
        unsafe { self.buf.ptr().add(len).write(value) };
        self.len = len + 1;
    }

    /// As [`push`](Self::push).
    ///
    /// # Errors
    /// If the memory cannot be had; the value is dropped. To keep it, call [`try_reserve(1)`](Self::try_reserve) first:
    /// then `push` does not fail.
    #[inline]
    #[track_caller]
    pub fn try_push(&mut self, value: T) -> Result<(), AllocError> {
        self.try_reserve(1)?;
        // SAFETY: there is room for one more.
        unsafe { self.push_unchecked(value) };
        Ok(())
    }

    /// # Safety
    /// There is room for one more.
    #[inline(always)]
    pub(super) unsafe fn push_unchecked(&mut self, value: T) {
        // SAFETY: by contract.
        unsafe { self.buf.ptr().add(self.len).write(value) };
        self.len += 1;
    }

    /// Takes the last value out.
    #[inline]
    pub fn pop(&mut self) -> Option<T> {
        self.len = self.len.checked_sub(1)?;
        // SAFETY: the value was the last, and is not counted any more.
        Some(unsafe { self.buf.ptr().add(self.len).read() })
    }

    /// Puts a value at `index`; those from there on move up. Linear in how many they are.
    ///
    /// # Panics
    /// If `index` is above the length, or the memory cannot be had.
    #[inline]
    #[track_caller]
    pub fn insert(&mut self, index: usize, value: T) {
        ok(self.try_insert(index, value));
    }

    /// As [`insert`](Self::insert).
    ///
    /// # Errors
    /// If the memory cannot be had; the value is dropped.
    ///
    /// # Panics
    /// If `index` is above the length.
    #[track_caller]
    pub fn try_insert(&mut self, index: usize, value: T) -> Result<(), AllocError> {
        let len = self.len;
        assert!(index <= len, "insertion index (is {index}) should be <= len (is {len})");
        self.try_reserve(1)?;
        // SAFETY: there is room for one more, and the values from `index` on make way for it.
        unsafe {
            let at = self.buf.ptr().add(index);
            at.add(1).copy_from(at, len - index);
            at.write(value);
        }
        self.len = len + 1;
        Ok(())
    }

    /// Takes out the value at `index`; those behind it move down. Linear in how many they are.
    ///
    /// # Panics
    /// If `index` is not below the length.
    #[track_caller]
    pub fn remove(&mut self, index: usize) -> T {
        let len = self.len;
        assert!(index < len, "removal index (is {index}) should be < len (is {len})");
        self.len = len - 1;
        // SAFETY: the value is read out, and those behind it close the gap.
        unsafe {
            let at = self.buf.ptr().add(index);
            let value = at.read();
            at.copy_from(at.add(1), len - 1 - index);
            value
        }
    }

    /// Takes out the value at `index`, and puts the last one there. Constant time; changes the order.
    ///
    /// # Panics
    /// If `index` is not below the length.
    #[track_caller]
    pub fn swap_remove(&mut self, index: usize) -> T {
        let len = self.len;
        assert!(index < len, "swap_remove index (is {index}) should be < len (is {len})");
        self.len = len - 1;
        // SAFETY: the value is read out, and the last one takes its place; if it was the last, that is a copy onto
        // itself of what is not counted any more.
        unsafe {
            let at = self.buf.ptr().add(index);
            let value = at.read();
            at.copy_from(self.buf.ptr().add(len - 1), 1);
            value
        }
    }
}

/// Several values.
impl<'mcx, T> MemVec<'mcx, T> {
    /// Drops the values from `len` on. Does nothing if there are none. The capacity stays.
    pub fn truncate(&mut self, len: usize) {
        if let Some(n) = self.len.checked_sub(len) {
            self.len = len;
            // SAFETY: these were values, and are not counted any more when their destructors run.
            unsafe { ptr::slice_from_raw_parts_mut(self.as_mut_ptr().add(len), n).drop_in_place() };
        }
    }

    /// Drops all values. The capacity stays.
    #[inline]
    pub fn clear(&mut self) {
        self.truncate(0);
    }

    /// Clones a slice to the end.
    ///
    /// # Panics
    /// If the memory cannot be had.
    #[inline]
    #[track_caller]
    pub fn extend_from_slice(&mut self, values: &[T])
    where
        T: Clone,
    {
        ok(self.try_extend_from_slice(values));
    }

    /// As [`extend_from_slice`](Self::extend_from_slice).
    ///
    /// # Errors
    /// If the memory cannot be had; nothing was cloned.
    #[inline]
    #[track_caller]
    pub fn try_extend_from_slice(&mut self, values: &[T]) -> Result<(), AllocError>
    where
        T: Clone,
    {
        self.try_reserve(values.len())?;
        // SAFETY: there is room for them all.
        unsafe { self.fill(values.iter().cloned()) };
        Ok(())
    }

    /// Clones a part of the vector to its end.
    ///
    /// # Panics
    /// If the range is not one of the vector's, or the memory cannot be had.
    #[inline]
    #[track_caller]
    pub fn extend_from_within(&mut self, range: impl RangeBounds<usize>)
    where
        T: Clone,
    {
        ok(self.try_extend_from_within(range));
    }

    /// As [`extend_from_within`](Self::extend_from_within).
    ///
    /// # Errors
    /// If the memory cannot be had; nothing was cloned.
    ///
    /// # Panics
    /// If the range is not one of the vector's.
    #[track_caller]
    pub fn try_extend_from_within(&mut self, range: impl RangeBounds<usize>) -> Result<(), AllocError>
    where
        T: Clone,
    {
        let range = bounds(range, self.len);
        self.try_reserve(range.len())?;
        for i in range {
            let value = self[i].clone();
            // SAFETY: there is room for all of the range.
            unsafe { self.push_unchecked(value) };
        }
        Ok(())
    }

    /// Puts what an iterator gives at the end, as [`Extend::extend`] does.
    ///
    /// # Errors
    /// If the memory cannot be had. What came until then has been put in; the value that found no room is dropped.
    #[inline]
    #[track_caller]
    pub fn try_extend(&mut self, values: impl IntoIterator<Item = T>) -> Result<(), AllocError> {
        let mut values = values.into_iter();
        loop {
            let room = self.buf.cap() - self.len;
            // SAFETY: no more than there is room for.
            unsafe { self.fill(values.by_ref().take(room)) };
            if self.len < self.buf.cap() {
                return Ok(());
            }
            let Some(value) = values.next() else { return Ok(()) };
            let hint = values.size_hint().0.min(RawBuf::<T>::TRUSTED_HINT);
            self.buf = match self.grown(hint.saturating_add(1)) {
                Ok(buf) => buf,
                Err(_) => {
                    asks_again();
                    self.grown(1)?
                }
            };
            // SAFETY: there is room for one more.
            unsafe { self.push_unchecked(value) };
        }
    }

    /// Makes the length `len`: drops what is too much, or adds clones of `value`.
    ///
    /// # Panics
    /// If the memory cannot be had.
    #[inline]
    #[track_caller]
    pub fn resize(&mut self, len: usize, value: T)
    where
        T: Clone,
    {
        ok(self.try_resize(len, value));
    }

    /// As [`resize`](Self::resize).
    ///
    /// # Errors
    /// If the memory cannot be had; nothing was cloned.
    #[track_caller]
    pub fn try_resize(&mut self, len: usize, value: T) -> Result<(), AllocError>
    where
        T: Clone,
    {
        let Some(more) = len.checked_sub(self.len).filter(|more| *more > 0) else {
            self.truncate(len);
            return Ok(());
        };
        self.try_reserve(more)?;
        // SAFETY: there is room for so many.
        unsafe {
            self.fill((1..more).map(|_| value.clone()));
            self.push_unchecked(value);
        }
        Ok(())
    }

    /// Makes the length `len`: drops what is too much, or adds what `f` returns, called for each.
    ///
    /// # Panics
    /// If the memory cannot be had.
    #[inline]
    #[track_caller]
    pub fn resize_with(&mut self, len: usize, f: impl FnMut() -> T) {
        ok(self.try_resize_with(len, f));
    }

    /// As [`resize_with`](Self::resize_with).
    ///
    /// # Errors
    /// If the memory cannot be had; `f` was not called.
    #[track_caller]
    pub fn try_resize_with(&mut self, len: usize, mut f: impl FnMut() -> T) -> Result<(), AllocError> {
        let more = len.saturating_sub(self.len);
        self.truncate(len);
        self.try_reserve(more)?;
        // SAFETY: there is room for so many.
        unsafe { self.fill((0..more).map(|_| f())) };
        Ok(())
    }

    /// Moves all values of another vector, which may be of another scope, to the end of this one.
    ///
    /// # Panics
    /// If the memory cannot be had.
    #[inline]
    #[track_caller]
    pub fn append(&mut self, other: &mut MemVec<'_, T>) {
        ok(self.try_append(other));
    }

    /// As [`append`](Self::append).
    ///
    /// # Errors
    /// If the memory cannot be had.
    #[track_caller]
    pub fn try_append(&mut self, other: &mut MemVec<'_, T>) -> Result<(), AllocError> {
        self.try_reserve(other.len)?;
        // SAFETY: there is room for them all; the other vector, whose buffer is another, counts them no more.
        unsafe { self.append_raw(other.buf.ptr(), core::mem::take(&mut other.len)) };
        Ok(())
    }

    /// Moves the values from `at` on to a new vector in the same scope. The capacity of this one stays.
    ///
    /// # Panics
    /// If `at` is above the length, or the memory cannot be had.
    #[inline]
    #[must_use = "use `truncate` if the values are not needed"]
    #[track_caller]
    pub fn split_off(&mut self, at: usize) -> MemVec<'mcx, T> {
        ok(self.try_split_off(at))
    }

    /// As [`split_off`](Self::split_off).
    ///
    /// # Errors
    /// If the memory cannot be had.
    ///
    /// # Panics
    /// If `at` is above the length.
    #[track_caller]
    pub fn try_split_off(&mut self, at: usize) -> Result<MemVec<'mcx, T>, AllocError> {
        let len = self.len;
        assert!(at <= len, "`at` split index (is {at}) should be <= len (is {len})");
        let mut other = MemVec::try_with_capacity_in(len - at, self.cx)?;
        self.len = at;
        // SAFETY: the values move to a buffer that has room for them, and this vector counts them no more.
        unsafe { other.append_raw(self.buf.ptr().add(at), len - at) };
        Ok(other)
    }

    /// Puts what the iterator gives at the end. What came before a panic is kept.
    ///
    /// # Safety
    /// There is room for all that the iterator gives.
    #[inline(always)]
    unsafe fn fill(&mut self, values: impl Iterator<Item = T>) {
        /// Counts in a local that nothing points to, so that the loop can become a copy, and writes it back at the end.
        struct Count<'a>(&'a mut usize, usize);
        impl Drop for Count<'_> {
            #[inline(always)]
            fn drop(&mut self) {
                *self.0 = self.1;
            }
        }
        let at = self.buf.ptr();
        let len = self.len;
        let mut count = Count(&mut self.len, len);
        values.for_each(|value| {
            // SAFETY: by contract.
            unsafe { at.add(count.1).write(value) };
            count.1 += 1;
        });
    }
}

/// Keeping some values.
impl<T> MemVec<'_, T> {
    /// Keeps the values for which `keep` returns `true`, in their order.
    #[inline]
    pub fn retain(&mut self, mut keep: impl FnMut(&T) -> bool) {
        self.retain_mut(|value| keep(value));
    }

    /// Keeps the values for which `keep` returns `true`, in their order. It may change them.
    ///
    /// Visits each value once. If it panics, the values that it has not seen are kept.
    pub fn retain_mut(&mut self, mut keep: impl FnMut(&mut T) -> bool) {
        let mut sieve = Sieve::new(self);
        while let Some(mut value) = sieve.next() {
            // SAFETY: the value is whole, and in nobody's hands.
            if keep(unsafe { value.as_mut() }) {
                sieve.keep();
            } else {
                sieve.discard();
            }
        }
    }

    /// Drops every value that equals the one before it.
    #[inline]
    pub fn dedup(&mut self)
    where
        T: PartialEq,
    {
        self.dedup_by(|a, b| a == b);
    }

    /// Drops every value whose key equals that of the one before it.
    #[inline]
    pub fn dedup_by_key<K: PartialEq>(&mut self, mut key: impl FnMut(&mut T) -> K) {
        self.dedup_by(|a, b| key(a) == key(b));
    }

    /// Drops every value for which `same(value, the one before it that is kept)` returns `true`.
    pub fn dedup_by(&mut self, mut same: impl FnMut(&mut T, &mut T) -> bool) {
        let mut sieve = Sieve::new(self);
        while let Some(mut value) = sieve.next() {
            let doubled = match sieve.last_kept() {
                // SAFETY: two different values, both whole, and in nobody's hands.
                Some(mut before) => unsafe { same(value.as_mut(), before.as_mut()) },
                None => false,
            };
            if doubled {
                sieve.discard();
            } else {
                sieve.keep();
            }
        }
    }
}

/// Goes through a vector and closes the gaps behind it. `[0, kept)` and `[seen, len)` are values at every moment, and
/// when it is dropped, by the end or by a panic, they are what the vector has.
struct Sieve<'a, 'mcx, T> {
    vec: &'a mut MemVec<'mcx, T>,
    kept: usize,
    seen: usize,
    len: usize,
}

impl<'a, 'mcx, T> Sieve<'a, 'mcx, T> {
    fn new(vec: &'a mut MemVec<'mcx, T>) -> Self {
        let len = core::mem::take(&mut vec.len);
        Self { vec, kept: 0, seen: 0, len }
    }

    fn at(&self, i: usize) -> NonNull<T> {
        // SAFETY: the indices of the sieve are inside the buffer, or at its end.
        unsafe { self.vec.buf.ptr().add(i) }
    }

    /// The value to be judged next.
    fn next(&self) -> Option<NonNull<T>> {
        (self.seen < self.len).then(|| self.at(self.seen))
    }

    fn last_kept(&self) -> Option<NonNull<T>> {
        self.kept.checked_sub(1).map(|i| self.at(i))
    }

    fn keep(&mut self) {
        if self.kept < self.seen {
            // SAFETY: the value moves down into the gap.
            unsafe { self.at(self.kept).copy_from_nonoverlapping(self.at(self.seen), 1) };
        }
        self.kept += 1;
        self.seen += 1;
    }

    fn discard(&mut self) {
        let value = self.at(self.seen);
        self.seen += 1;
        // SAFETY: the value lies in the gap now, and is not looked at again.
        unsafe { value.drop_in_place() };
    }
}

impl<T> Drop for Sieve<'_, '_, T> {
    fn drop(&mut self) {
        let rest = self.len - self.seen;
        // SAFETY: the values not seen move down into the gap.
        unsafe { self.at(self.kept).copy_from(self.at(self.seen), rest) };
        self.vec.len = self.kept + rest;
    }
}
