//! Taking a range out of the middle.

use core::fmt;
use core::iter::FusedIterator;
use core::marker::PhantomData;
use core::mem;
use core::ops::{Range, RangeBounds};
use core::ptr::NonNull;

use super::MemDeque;
use super::iter::iterator;
use crate::cursor::{Cursor, Runs};
use crate::vec::bounds;

/// Takes a range of values out of a [`MemDeque`]. Made by [`MemDeque::drain`].
pub struct Drain<'d, 'mcx, T> {
    /// Borrowed for `'d`. Its length is that of the part before the range, so that whoever forgets the drain loses
    /// values and no more.
    deque: NonNull<MemDeque<'mcx, T>>,
    /// What is not yet taken.
    left: Runs<Cursor<T>>,
    /// What stays behind the range.
    tail: Range<usize>,
    // Shared, not mutable, so that a drain is covariant as the queue is: it only takes out.
    _values: PhantomData<&'d T>,
}

impl<'mcx, T> MemDeque<'mcx, T> {
    /// Takes the values of `range` out, and closes the gap when the iterator is dropped, whether it was used up or not.
    ///
    /// If it is forgotten, the queue may have lost any of the values from the start of the range on.
    ///
    /// ```
    /// memscope::scope!(cx);
    /// let mut q = memscope::MemDeque::from_array_in([1, 2, 3, 4], cx);
    /// assert!(q.drain(1..3).eq([2, 3]));
    /// assert_eq!(q, [1, 4]);
    /// ```
    ///
    /// # Panics
    /// If the range is not one of the queue's.
    #[track_caller]
    pub fn drain(&mut self, range: impl RangeBounds<usize>) -> Drain<'_, 'mcx, T> {
        let range = bounds(range, self.len);
        let tail = range.end..self.len;
        Drain { left: self.cut(range), deque: NonNull::from(self), tail, _values: PhantomData }
    }
}

iterator!([T] Drain<'_, '_, T>, T, left);

impl<T> Drop for Drain<'_, '_, T> {
    fn drop(&mut self) {
        /// Closes the gap, also if a destructor panics.
        struct Close<'a, 'd, 'mcx, T>(&'a mut Drain<'d, 'mcx, T>);
        impl<T> Drop for Close<'_, '_, '_, T> {
            fn drop(&mut self) {
                let tail = self.0.tail.clone();
                // SAFETY: the queue is borrowed by the drain alone. The shorter of the two parts moves into the gap, and
                // what is behind it is counted again.
                unsafe {
                    let deque = self.0.deque.as_mut();
                    let (head, gap) = (deque.len, tail.start - deque.len);
                    if head < tail.len() {
                        deque.shift(0, gap, head);
                        deque.head = deque.slot_of(gap);
                    } else {
                        deque.shift(tail.start, head, tail.len());
                    }
                    deque.len += tail.len();
                }
            }
        }
        drop(mem::take(&mut Close(self).0.left));
    }
}

impl<T: fmt::Debug> fmt::Debug for Drain<'_, '_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Drain").field(&self.left.front).field(&self.left.back).finish()
    }
}
