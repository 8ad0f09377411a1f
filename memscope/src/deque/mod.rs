//! A double-ended queue in a scope.

mod drain;
mod edit;
mod iter;
mod traits;

use core::cmp::Ordering;
use core::mem::ManuallyDrop;
use core::ops::{Range, RangeBounds};
use core::ptr::NonNull;

pub use drain::Drain;
pub use iter::{IntoIter, Iter, IterMut};

use crate::cursor::{Cursor, Runs};
use crate::cx::{MemCx, ok};
use crate::error::AllocError;
use crate::raw::RawBuf;
use crate::vec::{MemVec, bounds};

/// A double-ended queue whose memory is a scope's: `VecDeque`, with a handle in the place of the global allocator.
///
/// ```
/// use memscope::{scope, MemCx, MemDeque};
///
/// /// The steps to each field of a board that a knight can reach from the first.
/// fn knight<'mcx>(cx: MemCx<'mcx>, side: usize) -> &'mcx [Option<u32>] {
///     let steps = cx.alloc_slice_default(side * side);
///     let mut queue = MemDeque::from_array_in([(0, 0)], cx);
///     steps[0] = Some(0);
///     while let Some((x, y)) = queue.pop_front() {
///         let next = steps[y * side + x].map(|n: u32| n + 1);
///         for (dx, dy) in [(1, 2), (2, 1)].into_iter().flat_map(|(a, b)| [(a, b), (a, -b), (-a, b), (-a, -b)]) {
///             let (Some(x), Some(y)) = (x.checked_add_signed(dx), y.checked_add_signed(dy)) else { continue };
///             if x < side && y < side && steps[y * side + x].is_none() {
///                 steps[y * side + x] = next;
///                 queue.push_back((x, y));
///             }
///         }
///     }
///     steps
/// }
///
/// scope!(cx);
/// assert_eq!(knight(cx, 8)[63], Some(6));
/// ```
///
/// Names and behaviour are those of [std's `VecDeque`](alloc::collections::VecDeque), with the differences that
/// [`MemVec`] has: elements may have destructors, a clone is made in the same scope, there is no `collect` but
/// [`from_iter_in`](Self::from_iter_in), the queue is neither `Send` nor `Sync`, and every method that allocates has a twin
/// `try_…`, which on an error leaves the queue as it was.
///
/// **Cost.** Five words. A push or pop at either end is a compare and the move. Growth doubles the capacity, in place as long
/// as the queue is the newest buffer of its scope. `insert`, `remove` and `drain` move the shorter of the two sides.
pub struct MemDeque<'mcx, T> {
    buf: RawBuf<T>,
    /// The slot of the first value. Below the capacity, or zero if there is none.
    head: usize,
    len: usize,
    cx: MemCx<'mcx>,
}

impl<'mcx> MemCx<'mcx> {
    /// An empty queue in the scope. Takes no memory before the first push.
    ///
    /// ```
    /// memscope::scope!(cx);
    /// let mut q = cx.deque();
    /// q.push_back(2);
    /// q.push_front(1);
    /// assert_eq!(q, [1, 2]);
    /// ```
    #[inline]
    #[must_use]
    pub const fn deque<T>(self) -> MemDeque<'mcx, T> {
        MemDeque::new_in(self)
    }

    /// An empty queue with room for at least `capacity` values.
    ///
    /// # Panics
    /// If the memory cannot be had.
    #[inline]
    #[must_use]
    #[track_caller]
    pub fn deque_with_capacity<T>(self, capacity: usize) -> MemDeque<'mcx, T> {
        MemDeque::with_capacity_in(capacity, self)
    }

    /// As [`deque_with_capacity`](Self::deque_with_capacity).
    ///
    /// # Errors
    /// If the memory cannot be had.
    #[inline]
    #[track_caller]
    pub fn try_deque_with_capacity<T>(self, capacity: usize) -> Result<MemDeque<'mcx, T>, AllocError> {
        MemDeque::try_with_capacity_in(capacity, self)
    }
}

/// Making one.
impl<'mcx, T> MemDeque<'mcx, T> {
    /// An empty queue. Takes no memory before the first push.
    #[inline]
    #[must_use]
    pub const fn new_in(cx: MemCx<'mcx>) -> Self {
        Self { buf: RawBuf::NEW, head: 0, len: 0, cx }
    }

    /// An empty queue with room for at least `capacity` values.
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
        Ok(MemVec::try_with_capacity_in(capacity, cx)?.into())
    }

    /// Collects an iterator. What it says of its length is a hint and is not trusted.
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
        Ok(MemVec::try_from_iter_in(iter, cx)?.into())
    }

    /// Moves an array into a new queue.
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
        Ok(MemVec::try_from_array_in(array, cx)?.into())
    }
}

/// What it is and has.
impl<'mcx, T> MemDeque<'mcx, T> {
    /// The handle of the scope that the queue is of.
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

    /// The value at `index`, counted from the front.
    #[inline]
    #[must_use]
    pub fn get(&self, index: usize) -> Option<&T> {
        // SAFETY: a value, and borrowed.
        (index < self.len).then(|| unsafe { self.at(index).as_ref() })
    }

    /// The value at `index`, counted from the front.
    #[inline]
    #[must_use]
    pub fn get_mut(&mut self, index: usize) -> Option<&mut T> {
        // SAFETY: a value, and borrowed mutably.
        (index < self.len).then(|| unsafe { self.at(index).as_mut() })
    }

    /// The first value.
    #[inline]
    #[must_use]
    pub fn front(&self) -> Option<&T> {
        self.get(0)
    }

    /// The first value.
    #[inline]
    #[must_use]
    pub fn front_mut(&mut self) -> Option<&mut T> {
        self.get_mut(0)
    }

    /// The last value.
    #[inline]
    #[must_use]
    pub fn back(&self) -> Option<&T> {
        self.get(self.len.checked_sub(1)?)
    }

    /// The last value.
    #[inline]
    #[must_use]
    pub fn back_mut(&mut self) -> Option<&mut T> {
        self.get_mut(self.len.checked_sub(1)?)
    }

    /// The values in their order, as two slices: the second is not empty only where the queue goes round the end of its
    /// buffer.
    #[inline]
    #[must_use]
    pub fn as_slices(&self) -> (&[T], &[T]) {
        let (front, back) = self.runs(0..self.len);
        // SAFETY: both are runs of values, and borrowed.
        unsafe { (self.run(front).as_ref(), self.run(back).as_ref()) }
    }

    /// As [`as_slices`](Self::as_slices).
    #[inline]
    #[must_use]
    pub fn as_mut_slices(&mut self) -> (&mut [T], &mut [T]) {
        let (front, back) = self.runs(0..self.len);
        // SAFETY: both are runs of values, which do not overlap, and borrowed mutably.
        unsafe { (self.run(front).as_mut(), self.run(back).as_mut()) }
    }

    /// From the first to the last.
    #[inline]
    pub fn iter(&self) -> Iter<'_, T> {
        self.range(..)
    }

    /// From the first to the last.
    #[inline]
    pub fn iter_mut(&mut self) -> IterMut<'_, T> {
        self.range_mut(..)
    }

    /// The values of a range.
    ///
    /// # Panics
    /// If the range is not one of the queue's.
    #[inline]
    #[track_caller]
    pub fn range(&self, range: impl RangeBounds<usize>) -> Iter<'_, T> {
        let (front, back) = self.runs(bounds(range, self.len));
        // SAFETY: both are runs of values, and borrowed.
        let (front, back) = unsafe { (self.run(front).as_ref(), self.run(back).as_ref()) };
        Iter(Runs { front: front.iter(), back: back.iter() })
    }

    /// The values of a range.
    ///
    /// # Panics
    /// If the range is not one of the queue's.
    #[inline]
    #[track_caller]
    pub fn range_mut(&mut self, range: impl RangeBounds<usize>) -> IterMut<'_, T> {
        let (front, back) = self.runs(bounds(range, self.len));
        // SAFETY: both are runs of values, which do not overlap, and borrowed mutably.
        let (front, back) = unsafe { (self.run(front).as_mut(), self.run(back).as_mut()) };
        IterMut(Runs { front: front.iter_mut(), back: back.iter_mut() })
    }

    /// Whether some value equals `value`.
    pub fn contains(&self, value: &T) -> bool
    where
        T: PartialEq,
    {
        self.iter().any(|found| found == value)
    }

    /// As [`slice::binary_search`], of a queue that is sorted.
    #[allow(clippy::missing_errors_doc)]
    pub fn binary_search(&self, value: &T) -> Result<usize, usize>
    where
        T: Ord,
    {
        self.binary_search_by(|found| found.cmp(value))
    }

    /// As [`slice::binary_search_by_key`], of a queue that is sorted by that key.
    #[allow(clippy::missing_errors_doc)]
    pub fn binary_search_by_key<K: Ord>(&self, key: &K, mut f: impl FnMut(&T) -> K) -> Result<usize, usize> {
        self.binary_search_by(|found| f(found).cmp(key))
    }

    /// As [`slice::binary_search_by`], of a queue that is sorted.
    #[allow(clippy::missing_errors_doc)]
    pub fn binary_search_by(&self, mut f: impl FnMut(&T) -> Ordering) -> Result<usize, usize> {
        let (front, back) = self.as_slices();
        match back.first().map(&mut f) {
            Some(Ordering::Equal) => Ok(front.len()),
            Some(Ordering::Less) => back.binary_search_by(f).map(|i| i + front.len()).map_err(|i| i + front.len()),
            _ => front.binary_search_by(f),
        }
    }

    /// As [`slice::partition_point`], of a queue that is partitioned.
    pub fn partition_point(&self, mut is_before: impl FnMut(&T) -> bool) -> usize {
        let (front, back) = self.as_slices();
        match back.first() {
            Some(first) if is_before(first) => back.partition_point(is_before) + front.len(),
            _ => front.partition_point(is_before),
        }
    }
}

/// Capacity.
impl<T> MemDeque<'_, T> {
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
        self.try_grow(more, false)
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
    #[inline]
    #[track_caller]
    pub fn try_reserve_exact(&mut self, more: usize) -> Result<(), AllocError> {
        self.try_grow(more, true)
    }

    #[inline(always)]
    #[track_caller]
    fn try_grow(&mut self, more: usize, exact: bool) -> Result<(), AllocError> {
        if self.buf.cap() - self.len >= more {
            return Ok(());
        }
        self.grow(more, exact)
    }

    #[cold]
    #[track_caller]
    fn grow(&mut self, more: usize, exact: bool) -> Result<(), AllocError> {
        let old = self.buf.cap();
        let more = more - (old - self.len);
        // SAFETY: the buffer is of `cx`'s scope; all of its slots go along, whatever is in them.
        unsafe {
            if exact {
                self.buf.grow_exact(self.cx, old, more)?;
            } else {
                self.buf.grow(self.cx, old, more)?;
            }
        }
        // What stood at the old end and went on at the start is apart now: the shorter run moves.
        let front = old - self.head;
        if let Some(back) = self.len.checked_sub(front).filter(|back| *back > 0) {
            let new = self.buf.cap();
            // SAFETY: the runs are in the old slots, and the places in the new ones, which are empty. The back run goes
            // behind the front one if there is room for it, else the front run to the new end.
            unsafe {
                if back <= front && back <= new - old {
                    self.slot(old).copy_from_nonoverlapping(self.slot(0), back);
                } else {
                    self.slot(new - front).copy_from(self.slot(self.head), front);
                    self.head = new - front;
                }
            }
        }
        Ok(())
    }

    /// Gives back the room beside the values, if the queue is the newest buffer of its scope, or the scope
    /// recycles. The values move to the start of the buffer.
    #[inline]
    pub fn shrink_to_fit(&mut self) {
        self.shrink_to(0);
    }

    /// As [`shrink_to_fit`](Self::shrink_to_fit), but keeps room for at least `least` values.
    pub fn shrink_to(&mut self, least: usize) {
        let cap = self.len.max(least);
        if cap < self.buf.cap() {
            self.move_to_start();
            // SAFETY: the buffer is of `cx`'s scope, and `cap` within its capacity.
            unsafe { self.buf.shrink(self.cx, cap) };
        }
    }

    /// Moves the values so that they are one slice, and returns it. Linear, unless they are one already.
    ///
    /// ```
    /// memscope::scope!(cx);
    /// let mut q = cx.deque();
    /// q.extend([2, 1]);
    /// q.push_front(3);
    /// q.make_contiguous().sort_unstable();
    /// assert_eq!(q.as_slices(), (&[1, 2, 3][..], &[][..]));
    /// ```
    pub fn make_contiguous(&mut self) -> &mut [T] {
        let (front, back) = self.runs(0..self.len);
        if !back.is_empty() {
            // SAFETY: the front run moves down to the end of the back run. Then they are one run, the latter part of which
            // becomes the first.
            unsafe {
                self.slot(back.len()).copy_from(self.slot(front.start), front.len());
                self.run(0..self.len).as_mut().rotate_left(back.len());
            }
            self.head = 0;
        }
        self.as_mut_slices().0
    }

    fn move_to_start(&mut self) {
        self.make_contiguous();
        // SAFETY: one run, which moves to the start of the buffer that it is in.
        unsafe { self.slot(0).copy_from(self.slot(self.head), self.len) };
        self.head = 0;
    }
}

/// Where the values are.
impl<T> MemDeque<'_, T> {
    /// The slot of the value at `index`, which is at most the capacity.
    #[inline(always)]
    fn slot_of(&self, index: usize) -> usize {
        let until_end = self.buf.cap() - self.head;
        if index < until_end { self.head + index } else { index - until_end }
    }

    #[inline(always)]
    fn slot(&self, i: usize) -> NonNull<T> {
        // SAFETY: the callers' slots are inside the buffer, or at its end.
        unsafe { self.buf.ptr().add(i) }
    }

    /// The place of the value at `index`, which is at most the capacity.
    #[inline(always)]
    fn at(&self, index: usize) -> NonNull<T> {
        self.slot(self.slot_of(index))
    }

    /// The slots of a range of indices, in one run or two.
    #[inline]
    fn runs(&self, range: Range<usize>) -> (Range<usize>, Range<usize>) {
        if range.is_empty() {
            return (0..0, 0..0);
        }
        let start = self.slot_of(range.start);
        let front = range.len().min(self.buf.cap() - start);
        (start..start + front, 0..range.len() - front)
    }

    #[inline(always)]
    fn run(&self, slots: Range<usize>) -> NonNull<[T]> {
        NonNull::slice_from_raw_parts(self.slot(slots.start), slots.len())
    }

    /// Moves what is in `n` slots, from the index `from` on, to the index `to`. They may overlap.
    ///
    /// # Safety
    /// The indices are within the capacity. What is in the slots that are written and not read is nobody's, and so is
    /// afterwards what is in those that are read and not written.
    unsafe fn shift(&mut self, from: usize, to: usize, n: usize) {
        let cap = self.buf.cap();
        let mut done = 0;
        while done < n {
            let left = n - done;
            let run = if to < from {
                // The first of what is left, up to where one of the two goes round.
                let (from, to) = (self.slot_of(from + done), self.slot_of(to + done));
                let run = left.min(cap - from).min(cap - to);
                (from, to, run)
            } else {
                // The last of what is left.
                let ends = (self.slot_of(from + left - 1) + 1, self.slot_of(to + left - 1) + 1);
                let run = left.min(ends.0).min(ends.1);
                (ends.0 - run, ends.1 - run, run)
            };
            // SAFETY: both runs are inside the buffer; what is overwritten has been moved, or is nobody's.
            unsafe { self.slot(run.1).copy_from(self.slot(run.0), run.2) };
            done += run.2;
        }
    }

    /// Takes the values of a range from the queue, which does not count them any more: its length is that of what is before
    /// them.
    #[inline]
    fn cut(&mut self, range: Range<usize>) -> Runs<Cursor<T>> {
        let (front, back) = self.runs(range.clone());
        self.len = range.start;
        // SAFETY: the values are beyond the queue's length now.
        unsafe { Runs { front: Cursor::new(self.buf, front), back: Cursor::new(self.buf, back) } }
    }
}

impl<T> Drop for MemDeque<'_, T> {
    #[inline]
    fn drop(&mut self) {
        drop(self.cut(0..self.len));
        // SAFETY: nobody uses the buffer any more, which is of `cx`'s scope.
        unsafe { self.buf.free(self.cx) };
    }
}

/// In constant time: the buffer stays where it is.
impl<'mcx, T> From<MemVec<'mcx, T>> for MemDeque<'mcx, T> {
    #[inline]
    fn from(vec: MemVec<'mcx, T>) -> Self {
        let (buf, len, cx) = vec.into_parts();
        Self { buf, head: 0, len, cx }
    }
}

/// The values move to the start of the buffer, if they are not there.
impl<'mcx, T> From<MemDeque<'mcx, T>> for MemVec<'mcx, T> {
    fn from(mut deque: MemDeque<'mcx, T>) -> Self {
        deque.move_to_start();
        let this = ManuallyDrop::new(deque);
        // SAFETY: the values are the first in the buffer, and the queue that owned them is gone.
        unsafe { Self::from_parts(this.buf, this.len, this.cx) }
    }
}
