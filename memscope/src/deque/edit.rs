//! Putting values in and taking them out.

use core::ops::{Index, IndexMut};

use super::MemDeque;
use crate::cx::ok;
use crate::error::AllocError;
use crate::raw::{RawBuf, asks_again};

/// At the ends.
impl<T> MemDeque<'_, T> {
    /// Puts a value at the end.
    ///
    /// # Panics
    /// If the memory cannot be had.
    #[inline]
    #[track_caller]
    pub fn push_back(&mut self, value: T) {
        ok(self.try_push_back(value));
    }

    /// As [`push_back`](Self::push_back).
    ///
    /// # Errors
    /// If the memory cannot be had; the value is dropped. To keep it, call [`try_reserve(1)`](Self::try_reserve) first.
    #[inline]
    #[track_caller]
    pub fn try_push_back(&mut self, value: T) -> Result<(), AllocError> {
        self.try_reserve(1)?;
        // SAFETY: there is room for one more, in the slot behind the last.
        unsafe { self.at(self.len).write(value) };
        self.len += 1;
        Ok(())
    }

    /// Puts a value before the first.
    ///
    /// # Panics
    /// If the memory cannot be had.
    #[inline]
    #[track_caller]
    pub fn push_front(&mut self, value: T) {
        ok(self.try_push_front(value));
    }

    /// As [`push_front`](Self::push_front).
    ///
    /// # Errors
    /// If the memory cannot be had; the value is dropped. To keep it, call [`try_reserve(1)`](Self::try_reserve) first.
    #[inline]
    #[track_caller]
    pub fn try_push_front(&mut self, value: T) -> Result<(), AllocError> {
        self.try_reserve(1)?;
        self.head = self.slot_before_head();
        // SAFETY: there is room for one more, and this slot is free.
        unsafe { self.slot(self.head).write(value) };
        self.len += 1;
        Ok(())
    }

    /// Of a buffer that has slots.
    #[inline(always)]
    fn slot_before_head(&self) -> usize {
        self.head.checked_sub(1).unwrap_or(self.buf.cap() - 1)
    }

    /// Takes the first value out.
    #[inline]
    pub fn pop_front(&mut self) -> Option<T> {
        self.len = self.len.checked_sub(1)?;
        let first = self.at(0);
        self.head = self.slot_of(1);
        // SAFETY: the value was the first, and is not counted any more.
        Some(unsafe { first.read() })
    }

    /// Takes the last value out.
    #[inline]
    pub fn pop_back(&mut self) -> Option<T> {
        self.len = self.len.checked_sub(1)?;
        // SAFETY: the value was the last, and is not counted any more.
        Some(unsafe { self.at(self.len).read() })
    }

    /// Takes out the value at `index`, and puts the first one there. Constant time; changes the order.
    pub fn swap_remove_front(&mut self, index: usize) -> Option<T> {
        (index < self.len).then(|| self.swap(0, index))?;
        self.pop_front()
    }

    /// Takes out the value at `index`, and puts the last one there. Constant time; changes the order.
    pub fn swap_remove_back(&mut self, index: usize) -> Option<T> {
        (index < self.len).then(|| self.swap(index, self.len - 1))?;
        self.pop_back()
    }
}

/// In the middle.
impl<'mcx, T> MemDeque<'mcx, T> {
    /// Puts a value at `index`. Linear in how many are on the shorter side, which moves away.
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
        // SAFETY: there is room for one more; the shorter side makes way for it.
        unsafe {
            if index < len - index {
                self.head = self.slot_before_head();
                self.shift(1, 0, index);
            } else {
                self.shift(index, index + 1, len - index);
            }
            self.at(index).write(value);
        }
        self.len = len + 1;
        Ok(())
    }

    /// Takes out the value at `index`, if there is one. Linear in how many are on the shorter side, which closes the gap.
    pub fn remove(&mut self, index: usize) -> Option<T> {
        if index >= self.len {
            return None;
        }
        let behind = self.len - 1 - index;
        // SAFETY: the value is read out, and the shorter side closes the gap.
        let value = unsafe {
            let value = self.at(index).read();
            if index < behind {
                self.shift(0, 1, index);
                self.head = self.slot_of(1);
            } else {
                self.shift(index + 1, index, behind);
            }
            value
        };
        self.len -= 1;
        Some(value)
    }

    /// Exchanges two values.
    ///
    /// # Panics
    /// If one of the indices is not below the length.
    #[inline]
    #[track_caller]
    pub fn swap(&mut self, a: usize, b: usize) {
        let len = self.len;
        assert!(a < len && b < len, "swap of {a} and {b} in a queue of {len}");
        // SAFETY: both are values; one may be swapped with itself.
        unsafe { self.at(a).swap(self.at(b)) };
    }

    /// Moves the first `n` values to the end. Linear in `n` or in what is left, whichever is less.
    ///
    /// # Panics
    /// If `n` is above the length.
    #[track_caller]
    pub fn rotate_left(&mut self, n: usize) {
        let len = self.len;
        assert!(n <= len, "rotation by {n} of a queue of {len}");
        // One after the other, as the free slots between the ends may be fewer than those that move.
        if n <= len - n {
            for _ in 0..n {
                // SAFETY: the first value moves behind the last one. In a full buffer that is its own slot.
                unsafe { self.at(len).copy_from(self.at(0), 1) };
                self.head = self.slot_of(1);
            }
        } else {
            for _ in n..len {
                self.head = self.slot_before_head();
                // SAFETY: the last value moves before the first one. In a full buffer that is its own slot.
                unsafe { self.at(0).copy_from(self.at(len), 1) };
            }
        }
    }

    /// Moves the last `n` values to the front. Linear in `n` or in what is left, whichever is less.
    ///
    /// # Panics
    /// If `n` is above the length.
    #[track_caller]
    pub fn rotate_right(&mut self, n: usize) {
        let len = self.len;
        assert!(n <= len, "rotation by {n} of a queue of {len}");
        self.rotate_left(len - n);
    }

    /// Moves the values from `at` on to a new queue in the same scope. The capacity of this one stays.
    ///
    /// # Panics
    /// If `at` is above the length, or the memory cannot be had.
    #[inline]
    #[must_use = "use `truncate` if the values are not needed"]
    #[track_caller]
    pub fn split_off(&mut self, at: usize) -> MemDeque<'mcx, T> {
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
    pub fn try_split_off(&mut self, at: usize) -> Result<MemDeque<'mcx, T>, AllocError> {
        let len = self.len;
        assert!(at <= len, "`at` split index (is {at}) should be <= len (is {len})");
        let mut other = MemDeque::try_with_capacity_in(len - at, self.cx)?;
        other.extend(self.drain(at..));
        Ok(other)
    }
}

/// Several values.
impl<T> MemDeque<'_, T> {
    /// Drops the values from `len` on. Does nothing if there are none. The capacity stays.
    pub fn truncate(&mut self, len: usize) {
        if len < self.len {
            drop(self.cut(len..self.len));
        }
    }

    /// Drops all values. The capacity stays.
    #[inline]
    pub fn clear(&mut self) {
        self.truncate(0);
        self.head = 0;
    }

    /// Puts what an iterator gives at the end, as [`Extend::extend`] does.
    ///
    /// # Errors
    /// If the memory cannot be had. What came until then has been put in; the value that found no room is dropped.
    #[track_caller]
    pub fn try_extend(&mut self, values: impl IntoIterator<Item = T>) -> Result<(), AllocError> {
        let mut values = values.into_iter();
        while let Some(value) = values.next() {
            if self.len == self.buf.cap() {
                let hint = values.size_hint().0.min(RawBuf::<T>::TRUSTED_HINT);
                if self.try_reserve(hint.saturating_add(1)).is_err() {
                    asks_again();
                    self.try_reserve(1)?;
                }
            }
            // SAFETY: there is room for one more, in the slot behind the last.
            unsafe { self.at(self.len).write(value) };
            self.len += 1;
        }
        Ok(())
    }

    /// Moves all values of another queue, which may be of another scope, to the end of this one.
    ///
    /// # Panics
    /// If the memory cannot be had.
    #[inline]
    #[track_caller]
    pub fn append(&mut self, other: &mut MemDeque<'_, T>) {
        ok(self.try_append(other));
    }

    /// As [`append`](Self::append).
    ///
    /// # Errors
    /// If the memory cannot be had.
    #[track_caller]
    pub fn try_append(&mut self, other: &mut MemDeque<'_, T>) -> Result<(), AllocError> {
        self.try_reserve(other.len)?;
        self.try_extend(other.drain(..))
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
        self.try_resize_with(len, || value.clone())
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
        self.try_extend((0..more).map(|_| f()))
    }

    /// Keeps the values for which `keep` returns `true`, in their order.
    #[inline]
    pub fn retain(&mut self, mut keep: impl FnMut(&T) -> bool) {
        self.retain_mut(|value| keep(value));
    }

    /// Keeps the values for which `keep` returns `true`, in their order. It may change them.
    ///
    /// Visits each value once. If it panics, all values are kept that it has not refused.
    pub fn retain_mut(&mut self, mut keep: impl FnMut(&mut T) -> bool) {
        /// Drops what was refused, which the swaps have moved between what is kept and what was not seen.
        struct Refused<'a, 'mcx, T> {
            deque: &'a mut MemDeque<'mcx, T>,
            kept: usize,
            seen: usize,
        }
        impl<T> Drop for Refused<'_, '_, T> {
            fn drop(&mut self) {
                self.deque.drain(self.kept..self.seen);
            }
        }
        let mut sieve = Refused { deque: self, kept: 0, seen: 0 };
        while let Some(value) = sieve.deque.get_mut(sieve.seen) {
            let keeps = keep(value);
            if keeps {
                sieve.deque.swap(sieve.kept, sieve.seen);
                sieve.kept += 1;
            }
            sieve.seen += 1;
        }
    }
}

impl<T> Index<usize> for MemDeque<'_, T> {
    type Output = T;

    #[inline]
    #[track_caller]
    fn index(&self, index: usize) -> &T {
        match self.get(index) {
            Some(value) => value,
            None => no_value(index, self.len),
        }
    }
}

impl<T> IndexMut<usize> for MemDeque<'_, T> {
    #[inline]
    #[track_caller]
    fn index_mut(&mut self, index: usize) -> &mut T {
        let len = self.len;
        match self.get_mut(index) {
            Some(value) => value,
            None => no_value(index, len),
        }
    }
}

#[cold]
#[track_caller]
fn no_value(index: usize, len: usize) -> ! {
    panic!("index {index} in a queue of {len}")
}
