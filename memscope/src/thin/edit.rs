//! Putting values in and taking them out.

use core::ptr;

use super::{ThinVec, grown_by_one};
use crate::cx::{MemCx, ok};
use crate::error::AllocError;
use crate::raw::RawBuf;

/// Putting in.
impl<'mcx, T> ThinVec<'mcx, T> {
    /// Puts a value at the end.
    ///
    /// # Panics
    /// If the memory cannot be had, or there are 2³² - 1 values already.
    #[inline(always)]
    #[track_caller]
    pub fn push(&mut self, cx: MemCx<'mcx>, value: T) {
        if self.len == self.cap {
            // SAFETY: the parts of a vector, whose scope is that of `cx`, as the brand says.
            self.set_buf(unsafe { grown_by_one(cx, self.buf(), self.len()) });
        }
        // SAFETY: there is room for one more.
        unsafe { self.push_unchecked(value) };
    }

    /// As [`push`](Self::push).
    ///
    /// # Errors
    /// If the memory cannot be had, or there are 2³² - 1 values already; the value is dropped. To keep it, call
    /// [`try_reserve(cx, 1)`](Self::try_reserve) first: then `push` does not fail.
    #[inline]
    pub fn try_push(&mut self, cx: MemCx<'mcx>, value: T) -> Result<(), AllocError> {
        self.try_reserve(cx, 1)?;
        // SAFETY: there is room for one more.
        unsafe { self.push_unchecked(value) };
        Ok(())
    }

    /// # Safety
    /// There is room for one more.
    #[inline(always)]
    unsafe fn push_unchecked(&mut self, value: T) {
        // SAFETY: by contract.
        unsafe { self.ptr.add(self.len()).write(value) };
        self.len += 1;
    }

    /// Puts a value at `index`; those from there on move up. Linear in how many they are.
    ///
    /// # Panics
    /// If `index` is above the length, the memory cannot be had, or there are 2³² - 1 values already.
    #[inline]
    #[track_caller]
    pub fn insert(&mut self, cx: MemCx<'mcx>, index: usize, value: T) {
        ok(self.try_insert(cx, index, value));
    }

    /// As [`insert`](Self::insert).
    ///
    /// # Errors
    /// If the memory cannot be had, or there are 2³² - 1 values already; the value is dropped.
    ///
    /// # Panics
    /// If `index` is above the length.
    #[track_caller]
    pub fn try_insert(&mut self, cx: MemCx<'mcx>, index: usize, value: T) -> Result<(), AllocError> {
        let len = self.len();
        assert!(index <= len, "insertion index (is {index}) should be <= len (is {len})");
        self.try_reserve(cx, 1)?;
        // SAFETY: there is room for one more, and the values from `index` on make way for it.
        unsafe {
            let at = self.ptr.add(index);
            at.add(1).copy_from(at, len - index);
            at.write(value);
        }
        self.len += 1;
        Ok(())
    }

    /// Puts what an iterator gives at the end. What it says of its length is a hint and is not trusted.
    ///
    /// # Panics
    /// If the memory cannot be had, or there are more than 2³² - 1 values.
    #[inline]
    #[track_caller]
    pub fn extend(&mut self, cx: MemCx<'mcx>, values: impl IntoIterator<Item = T>) {
        ok(self.try_extend(cx, values));
    }

    /// As [`extend`](Self::extend).
    ///
    /// # Errors
    /// If the memory cannot be had, or there are more than 2³² - 1 values. What came until then has been put in; the value
    /// that found no room is dropped.
    pub fn try_extend(&mut self, cx: MemCx<'mcx>, values: impl IntoIterator<Item = T>) -> Result<(), AllocError> {
        let mut values = values.into_iter();
        while let Some(value) = values.next() {
            if self.len == self.cap {
                let hint = values.size_hint().0.min(RawBuf::<T>::TRUSTED_HINT);
                // So much cannot be had? Then the hint may have been a lie.
                self.try_reserve(cx, hint.saturating_add(1)).or_else(|_| self.try_reserve(cx, 1))?;
            }
            // SAFETY: there is room for one more.
            unsafe { self.push_unchecked(value) };
        }
        Ok(())
    }

    /// Clones a slice to the end.
    ///
    /// # Panics
    /// If the memory cannot be had, or there would be more than 2³² - 1 values.
    #[inline]
    #[track_caller]
    pub fn extend_from_slice(&mut self, cx: MemCx<'mcx>, values: &[T])
    where
        T: Clone,
    {
        ok(self.try_extend_from_slice(cx, values));
    }

    /// As [`extend_from_slice`](Self::extend_from_slice).
    ///
    /// # Errors
    /// If the memory cannot be had, or there would be more than 2³² - 1 values; nothing was cloned.
    #[inline]
    pub fn try_extend_from_slice(&mut self, cx: MemCx<'mcx>, values: &[T]) -> Result<(), AllocError>
    where
        T: Clone,
    {
        self.try_reserve(cx, values.len())?;
        for value in values {
            // SAFETY: there is room for them all.
            unsafe { self.push_unchecked(value.clone()) };
        }
        Ok(())
    }
}

/// Taking out.
impl<T> ThinVec<'_, T> {
    /// Takes the last value out.
    #[inline]
    pub fn pop(&mut self) -> Option<T> {
        self.len = self.len.checked_sub(1)?;
        // SAFETY: the value was the last, and is not counted any more.
        Some(unsafe { self.ptr.add(self.len()).read() })
    }

    /// Takes out the value at `index`; those behind it move down. Linear in how many they are.
    ///
    /// # Panics
    /// If `index` is not below the length.
    #[track_caller]
    pub fn remove(&mut self, index: usize) -> T {
        let len = self.len();
        assert!(index < len, "removal index (is {index}) should be < len (is {len})");
        self.len -= 1;
        // SAFETY: the value is read out, and those behind it close the gap.
        unsafe {
            let at = self.ptr.add(index);
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
        let len = self.len();
        assert!(index < len, "swap_remove index (is {index}) should be < len (is {len})");
        self.swap(index, len - 1);
        self.len -= 1;
        // SAFETY: the value was the last, and is not counted any more.
        unsafe { self.ptr.add(len - 1).read() }
    }

    /// Drops the values from `len` on. Does nothing if there are none. The capacity stays.
    pub fn truncate(&mut self, len: usize) {
        if let Some(n) = self.len().checked_sub(len) {
            self.len -= n as u32;
            // SAFETY: these were values, and are not counted any more when their destructors run.
            unsafe { ptr::slice_from_raw_parts_mut(self.ptr.add(len).as_ptr(), n).drop_in_place() };
        }
    }

    /// Drops all values. The capacity stays.
    #[inline]
    pub fn clear(&mut self) {
        self.truncate(0);
    }
}
