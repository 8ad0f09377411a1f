//! The values of a part of a buffer, owned: what iterators that take values out walk along.

use core::fmt;
use core::iter::FusedIterator;
use core::mem;
use core::ops::Range;
use core::ptr::{self, NonNull};
use core::slice;

use crate::raw::RawBuf;

/// Owns the values of a range of a buffer, and drops those that it has not given away. The buffer itself is another's.
pub(crate) struct Cursor<T> {
    buf: RawBuf<T>,
    left: Range<usize>,
}

impl<T> Cursor<T> {
    pub(crate) const EMPTY: Self = Self { buf: RawBuf::NEW, left: 0..0 };

    /// # Safety
    /// The values of the range are initialised, and nobody else's from now on. The buffer is not freed, nor moved, before
    /// the cursor is gone or empty.
    #[inline]
    pub(crate) unsafe fn new(buf: RawBuf<T>, left: Range<usize>) -> Self {
        Self { buf, left }
    }

    #[inline(always)]
    pub(crate) fn buf(&self) -> RawBuf<T> {
        self.buf
    }

    #[inline]
    pub(crate) fn as_slice(&self) -> &[T] {
        // SAFETY: the values in `left` are initialised and ours.
        unsafe { slice::from_raw_parts(self.at(self.left.start).as_ptr(), self.left.len()) }
    }

    #[inline]
    pub(crate) fn as_mut_slice(&mut self) -> &mut [T] {
        // SAFETY: as above, and the cursor is borrowed mutably.
        unsafe { slice::from_raw_parts_mut(self.at(self.left.start).as_ptr(), self.left.len()) }
    }

    /// Drops all that is left. Then nothing refers to the buffer, which may be freed.
    #[inline]
    pub(crate) fn clear(&mut self) {
        let left = mem::take(&mut self.left);
        // SAFETY: these values were ours, and have left the range before any destructor runs.
        unsafe { ptr::slice_from_raw_parts_mut(self.at(left.start).as_ptr(), left.len()).drop_in_place() };
    }

    #[inline(always)]
    fn at(&self, i: usize) -> NonNull<T> {
        // SAFETY: the callers' indices are those of the range or its end, hence inside the buffer or at its end.
        unsafe { self.buf.ptr().add(i) }
    }
}

impl<T> Default for Cursor<T> {
    fn default() -> Self {
        Self::EMPTY
    }
}

impl<T> Iterator for Cursor<T> {
    type Item = T;

    #[inline]
    fn next(&mut self) -> Option<T> {
        // SAFETY: the value was ours, and has now left the range.
        self.left.next().map(|i| unsafe { self.at(i).read() })
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left.len(), Some(self.left.len()))
    }

    #[inline]
    fn count(self) -> usize {
        self.left.len()
    }

    fn nth(&mut self, n: usize) -> Option<T> {
        let skipped = self.left.start..self.left.start + n.min(self.left.len());
        self.left.start = skipped.end;
        // SAFETY: the values were ours, and have left the range before any destructor runs. The buffer outlives the rest.
        drop(unsafe { Self::new(self.buf, skipped) });
        self.next()
    }
}

impl<T> DoubleEndedIterator for Cursor<T> {
    #[inline]
    fn next_back(&mut self) -> Option<T> {
        // SAFETY: the value was ours, and has now left the range.
        self.left.next_back().map(|i| unsafe { self.at(i).read() })
    }
}

impl<T> ExactSizeIterator for Cursor<T> {}
impl<T> FusedIterator for Cursor<T> {}

impl<T> Drop for Cursor<T> {
    #[inline]
    fn drop(&mut self) {
        self.clear();
    }
}

impl<T: fmt::Debug> fmt::Debug for Cursor<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_slice().fmt(f)
    }
}

/// One iterator and then another of its kind: the two runs of a ring.
#[derive(Clone, Debug, Default)]
pub(crate) struct Runs<I> {
    pub(crate) front: I,
    pub(crate) back: I,
}

impl<I: ExactSizeIterator> Iterator for Runs<I> {
    type Item = I::Item;

    #[inline]
    fn next(&mut self) -> Option<I::Item> {
        match self.front.next() {
            // The runs change places, so that the next call finds values at once.
            None => {
                mem::swap(&mut self.front, &mut self.back);
                self.front.next()
            }
            value => value,
        }
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        let len = self.front.len() + self.back.len();
        (len, Some(len))
    }

    fn nth(&mut self, n: usize) -> Option<I::Item> {
        match n.checked_sub(self.front.len()) {
            None => self.front.nth(n),
            Some(n) => {
                // What is skipped is dropped, from the first to the last.
                self.front.by_ref().for_each(drop);
                mem::swap(&mut self.front, &mut self.back);
                self.front.nth(n)
            }
        }
    }

    #[inline]
    fn fold<B, F: FnMut(B, I::Item) -> B>(self, first: B, mut f: F) -> B {
        let middle = self.front.fold(first, &mut f);
        self.back.fold(middle, f)
    }
}

impl<I: ExactSizeIterator + DoubleEndedIterator> DoubleEndedIterator for Runs<I> {
    #[inline]
    fn next_back(&mut self) -> Option<I::Item> {
        match self.back.next_back() {
            None => {
                mem::swap(&mut self.front, &mut self.back);
                self.back.next_back()
            }
            value => value,
        }
    }
}

impl<I: ExactSizeIterator> ExactSizeIterator for Runs<I> {}
impl<I: ExactSizeIterator + FusedIterator> FusedIterator for Runs<I> {}
