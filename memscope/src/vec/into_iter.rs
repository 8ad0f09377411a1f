//! A vector, taken apart value by value.

use core::fmt;
use core::iter::FusedIterator;

use super::MemVec;
use crate::cursor::Cursor;
use crate::cx::MemCx;

/// Iterates over the values of a [`MemVec`], and drops those that are left over. Made by `for x in vec`.
pub struct IntoIter<'mcx, T> {
    /// The values that are still here, in the buffer that was the vector's.
    left: Cursor<T>,
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
        // SAFETY: the values were the vector's, which is gone; the buffer is freed after them.
        IntoIter { left: unsafe { Cursor::new(buf, 0..len) }, cx }
    }
}

impl<T> IntoIter<'_, T> {
    /// The values that are still to come.
    #[inline]
    #[must_use]
    pub fn as_slice(&self) -> &[T] {
        self.left.as_slice()
    }

    /// The values that are still to come.
    #[inline]
    #[must_use]
    pub fn as_mut_slice(&mut self) -> &mut [T] {
        self.left.as_mut_slice()
    }
}

impl<T> Iterator for IntoIter<'_, T> {
    type Item = T;

    #[inline]
    fn next(&mut self) -> Option<T> {
        self.left.next()
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        self.left.size_hint()
    }

    #[inline]
    fn count(self) -> usize {
        self.left.len()
    }

    #[inline]
    fn nth(&mut self, n: usize) -> Option<T> {
        self.left.nth(n)
    }
}

impl<T> DoubleEndedIterator for IntoIter<'_, T> {
    #[inline]
    fn next_back(&mut self) -> Option<T> {
        self.left.next_back()
    }
}

impl<T> ExactSizeIterator for IntoIter<'_, T> {}
impl<T> FusedIterator for IntoIter<'_, T> {}

impl<T> Drop for IntoIter<'_, T> {
    #[inline]
    fn drop(&mut self) {
        self.left.clear();
        // SAFETY: nobody uses the buffer any more, which is of `cx`'s scope.
        unsafe { self.left.buf().free(self.cx) };
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
