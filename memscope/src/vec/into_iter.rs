//! A vector, taken apart value by value.

use core::fmt;
use core::iter::FusedIterator;
use core::ops::Range;
use core::ptr::{self, NonNull};
use core::slice;

use super::MemVec;
use crate::cx::MemCx;
use crate::raw::RawBuf;

/// Iterates over the values of a [`MemVec`], and drops those that are left over. Made by `for x in vec`.
pub struct IntoIter<'mcx, T> {
    buf: RawBuf<T>,
    /// The values that are still here.
    left: Range<usize>,
    cx: MemCx<'mcx>,
}

impl<'mcx, T> IntoIterator for MemVec<'mcx, T> {
    type Item = T;
    type IntoIter = IntoIter<'mcx, T>;

    /// ```
    /// use memscope::{scope, vec_in};
    /// scope!(cx);
    /// let names: Vec<String> = vec_in![cx; String::from("ada")].into_iter().collect();
    /// ```
    #[inline]
    fn into_iter(self) -> IntoIter<'mcx, T> {
        let (buf, len, cx) = self.into_parts();
        IntoIter { buf, left: 0..len, cx }
    }
}

impl<T> IntoIter<'_, T> {
    /// The values that are still to come.
    #[inline]
    #[must_use]
    pub fn as_slice(&self) -> &[T] {
        // SAFETY: the values in `left` are initialised and ours.
        unsafe { slice::from_raw_parts(self.at(self.left.start).as_ptr(), self.left.len()) }
    }

    /// The values that are still to come.
    #[inline]
    #[must_use]
    pub fn as_mut_slice(&mut self) -> &mut [T] {
        // SAFETY: as above, and the iterator is borrowed mutably.
        unsafe { slice::from_raw_parts_mut(self.at(self.left.start).as_ptr(), self.left.len()) }
    }

    #[inline(always)]
    fn at(&self, i: usize) -> NonNull<T> {
        // SAFETY: the callers' indices are not above the length, hence inside the buffer or at its end.
        unsafe { self.buf.ptr().add(i) }
    }
}

impl<T> Iterator for IntoIter<'_, T> {
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
        let skipped = n.min(self.left.len());
        let start = self.at(self.left.start);
        self.left.start += skipped;
        // SAFETY: these values were ours, and have left the range before any destructor runs.
        unsafe { ptr::slice_from_raw_parts_mut(start.as_ptr(), skipped).drop_in_place() };
        self.next()
    }
}

impl<T> DoubleEndedIterator for IntoIter<'_, T> {
    #[inline]
    fn next_back(&mut self) -> Option<T> {
        // SAFETY: the value was ours, and has now left the range.
        self.left.next_back().map(|i| unsafe { self.at(i).read() })
    }
}

impl<T> ExactSizeIterator for IntoIter<'_, T> {}
impl<T> FusedIterator for IntoIter<'_, T> {}

impl<T> Drop for IntoIter<'_, T> {
    #[inline]
    fn drop(&mut self) {
        // SAFETY: what is left is ours and not used again; then nobody uses the buffer, which is of `cx`'s scope.
        unsafe {
            ptr::from_mut(self.as_mut_slice()).drop_in_place();
            self.buf.free(self.cx);
        }
    }
}

impl<T: Clone> Clone for IntoIter<'_, T> {
    fn clone(&self) -> Self {
        let mut rest = MemVec::new_in(self.cx);
        rest.extend_from_slice(self.as_slice());
        rest.into_iter()
    }
}

impl<T> AsRef<[T]> for IntoIter<'_, T> {
    fn as_ref(&self) -> &[T] {
        self.as_slice()
    }
}

impl<T: fmt::Debug> fmt::Debug for IntoIter<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("IntoIter").field(&self.as_slice()).finish()
    }
}
