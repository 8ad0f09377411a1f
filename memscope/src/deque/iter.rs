//! The values of a queue, one by one.

use core::fmt;
use core::iter::FusedIterator;
use core::slice;

use super::MemDeque;
use crate::cursor::{Cursor, Runs};
use crate::cx::MemCx;
use crate::raw::RawBuf;

/// Iterates over the values of a [`MemDeque`]. Made by [`MemDeque::iter`] and [`MemDeque::range`].
#[derive(Debug)]
pub struct Iter<'d, T>(pub(super) Runs<slice::Iter<'d, T>>);

/// Iterates over the values of a [`MemDeque`]. Made by [`MemDeque::iter_mut`] and [`MemDeque::range_mut`].
#[derive(Debug)]
pub struct IterMut<'d, T>(pub(super) Runs<slice::IterMut<'d, T>>);

/// Iterates over the values of a [`MemDeque`], and drops those that are left over. Made by `for x in deque`.
pub struct IntoIter<'mcx, T> {
    left: Runs<Cursor<T>>,
    buf: RawBuf<T>,
    cx: MemCx<'mcx>,
}

/// What an iterator is that hands everything on to one of its fields; `fold` too, unless it has a destructor.
macro_rules! iterator {
    ([$($params:tt)*] $ty:ty, $item:ty, $field:tt $(, $fold:ident)?) => {
        impl<$($params)*> Iterator for $ty {
            type Item = $item;

            #[inline]
            fn next(&mut self) -> Option<$item> {
                self.$field.next()
            }

            #[inline]
            fn size_hint(&self) -> (usize, Option<usize>) {
                self.$field.size_hint()
            }

            #[inline]
            fn nth(&mut self, n: usize) -> Option<$item> {
                self.$field.nth(n)
            }
            $(
                #[inline]
                fn $fold<B, F: FnMut(B, $item) -> B>(self, first: B, f: F) -> B {
                    self.$field.$fold(first, f)
                }
            )?
        }

        impl<$($params)*> DoubleEndedIterator for $ty {
            #[inline]
            fn next_back(&mut self) -> Option<$item> {
                self.$field.next_back()
            }
        }

        impl<$($params)*> ExactSizeIterator for $ty {}
        impl<$($params)*> FusedIterator for $ty {}
    };
}
pub(super) use iterator;

iterator!(['d, T] Iter<'d, T>, &'d T, 0, fold);
iterator!(['d, T] IterMut<'d, T>, &'d mut T, 0, fold);
iterator!([T] IntoIter<'_, T>, T, left);

impl<T> Clone for Iter<'_, T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<'mcx, T> IntoIterator for MemDeque<'mcx, T> {
    type Item = T;
    type IntoIter = IntoIter<'mcx, T>;

    #[inline]
    fn into_iter(mut self) -> IntoIter<'mcx, T> {
        let left = self.cut(0..self.len);
        let buf = core::mem::replace(&mut self.buf, RawBuf::NEW);
        IntoIter { left, buf, cx: self.cx }
    }
}

impl<'d, T> IntoIterator for &'d MemDeque<'_, T> {
    type Item = &'d T;
    type IntoIter = Iter<'d, T>;

    #[inline]
    fn into_iter(self) -> Iter<'d, T> {
        self.iter()
    }
}

impl<'d, T> IntoIterator for &'d mut MemDeque<'_, T> {
    type Item = &'d mut T;
    type IntoIter = IterMut<'d, T>;

    #[inline]
    fn into_iter(self) -> IterMut<'d, T> {
        self.iter_mut()
    }
}

impl<T> Drop for IntoIter<'_, T> {
    #[inline]
    fn drop(&mut self) {
        drop(core::mem::take(&mut self.left));
        // SAFETY: nobody uses the buffer any more, which is of `cx`'s scope.
        unsafe { self.buf.free(self.cx) };
    }
}

impl<T: fmt::Debug> fmt::Debug for IntoIter<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("IntoIter").field(&self.left.front).field(&self.left.back).finish()
    }
}
