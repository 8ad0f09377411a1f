//! Taking a range out of the middle.

use core::fmt;
use core::iter::FusedIterator;
use core::marker::PhantomData;
use core::mem;
use core::ops::{Range, RangeBounds};
use core::ptr::NonNull;

use super::{MemVec, bounds};
use crate::cursor::Cursor;
use crate::cx::ok;

/// Takes a range of values out of a [`MemVec`]. Made by [`MemVec::drain`].
pub struct Drain<'d, 'mcx, T> {
    /// Borrowed for `'d`. Its length is that of the part before the range, so that whoever forgets the drain loses
    /// values and no more.
    vec: NonNull<MemVec<'mcx, T>>,
    /// What is not yet taken.
    left: Cursor<T>,
    /// What stays behind the range.
    tail: Range<usize>,
    // Shared, not mutable, so that a drain is covariant as the vector is: it only takes out.
    _values: PhantomData<&'d T>,
}

impl<'mcx, T> MemVec<'mcx, T> {
    /// Takes the values of `range` out, and closes the gap when the iterator is dropped, whether it was used up or not.
    ///
    /// If it is forgotten, the vector may have lost any of the values from the start of the range on.
    ///
    /// ```
    /// use memscope::{scope, vec_in};
    /// scope!(cx);
    /// let mut v = vec_in![cx; 1, 2, 3, 4];
    /// assert!(v.drain(1..3).eq([2, 3]));
    /// assert_eq!(v, [1, 4]);
    /// ```
    ///
    /// # Panics
    /// If the range is not one of the vector's.
    #[track_caller]
    pub fn drain(&mut self, range: impl RangeBounds<usize>) -> Drain<'_, 'mcx, T> {
        let Range { start, end } = bounds(range, self.len);
        let tail = end..mem::replace(&mut self.len, start);
        // SAFETY: the values of the range are beyond the vector's length, hence nobody's. It is borrowed as long as the drain
        // lives, and so is its buffer; `Splice` lets it grow when the range is used up.
        let left = unsafe { Cursor::new(self.buf, start..end) };
        Drain { vec: NonNull::from(self), left, tail, _values: PhantomData }
    }

    /// Replaces the values of `range` by those of an iterator, of any number, and returns the old ones. The new ones
    /// are put in when the result is dropped.
    ///
    /// ```
    /// use memscope::{scope, vec_in};
    /// scope!(cx);
    /// let mut v = vec_in![cx; 1, 2, 3];
    /// let old: Vec<_> = v.splice(..2, [7, 8, 9]).collect();
    /// assert_eq!((old, &v[..]), (vec![1, 2], &[7, 8, 9, 3][..]));
    /// ```
    ///
    /// # Panics
    /// If the range is not one of the vector's; when the result is dropped, if the memory cannot be had.
    #[track_caller]
    pub fn splice<I: IntoIterator<Item = T>>(
        &mut self,
        range: impl RangeBounds<usize>,
        new: I,
    ) -> Splice<'_, 'mcx, I::IntoIter> {
        Splice { drain: self.drain(range), new: new.into_iter() }
    }
}

impl<T> Drain<'_, '_, T> {
    /// The values that are still to come.
    #[must_use]
    pub fn as_slice(&self) -> &[T] {
        self.left.as_slice()
    }
}

impl<T> Iterator for Drain<'_, '_, T> {
    type Item = T;

    #[inline]
    fn next(&mut self) -> Option<T> {
        self.left.next()
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        self.left.size_hint()
    }
}

impl<T> DoubleEndedIterator for Drain<'_, '_, T> {
    #[inline]
    fn next_back(&mut self) -> Option<T> {
        self.left.next_back()
    }
}

impl<T> ExactSizeIterator for Drain<'_, '_, T> {}
impl<T> FusedIterator for Drain<'_, '_, T> {}

impl<T> Drop for Drain<'_, '_, T> {
    fn drop(&mut self) {
        /// Puts the tail behind what the vector has, also if a destructor panics.
        struct Close<'a, 'd, 'mcx, T>(&'a mut Drain<'d, 'mcx, T>);
        impl<T> Drop for Close<'_, '_, '_, T> {
            fn drop(&mut self) {
                let tail = self.0.tail.clone();
                // SAFETY: the vector is borrowed by the drain alone. The tail's values move down within the buffer,
                // and are counted again.
                unsafe {
                    let vec = self.0.vec.as_mut();
                    let to = vec.buf.ptr().add(vec.len);
                    to.copy_from(vec.buf.ptr().add(tail.start), tail.len());
                    vec.len += tail.len();
                }
            }
        }
        Close(self).0.left.clear();
    }
}

impl<T> AsRef<[T]> for Drain<'_, '_, T> {
    fn as_ref(&self) -> &[T] {
        self.as_slice()
    }
}

impl<T: fmt::Debug> fmt::Debug for Drain<'_, '_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Drain").field(&self.as_slice()).finish()
    }
}

/// Takes a range of values out of a [`MemVec`], and puts others in. Made by [`MemVec::splice`].
#[derive(Debug)]
pub struct Splice<'d, 'mcx, I: Iterator> {
    drain: Drain<'d, 'mcx, I::Item>,
    new: I,
}

impl<I: Iterator> Iterator for Splice<'_, '_, I> {
    type Item = I::Item;

    #[inline]
    fn next(&mut self) -> Option<I::Item> {
        self.drain.next()
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        self.drain.size_hint()
    }
}

impl<I: Iterator> DoubleEndedIterator for Splice<'_, '_, I> {
    #[inline]
    fn next_back(&mut self) -> Option<I::Item> {
        self.drain.next_back()
    }
}

impl<I: Iterator> ExactSizeIterator for Splice<'_, '_, I> {}

impl<I: Iterator> Drop for Splice<'_, '_, I> {
    fn drop(&mut self) {
        // On every way out of here, by `return` and by panic, the drain closes the gap that is left.
        self.drain.left = Cursor::EMPTY;
        let tail = &mut self.drain.tail;
        // SAFETY: the vector is borrowed by the drain alone, which uses it again only when it is dropped.
        let vec = unsafe { self.drain.vec.as_mut() };
        if Range::is_empty(tail) {
            return vec.extend(self.new.by_ref());
        }
        while vec.len < tail.start {
            let Some(value) = self.new.next() else { return };
            // SAFETY: between the length and the tail there is room.
            unsafe { vec.push_unchecked(value) };
        }
        // The gap is full. The rest must be counted before the tail can make way for it.
        let mut rest = MemVec::from_iter_in(self.new.by_ref(), vec.cx);
        let n = rest.len();
        // SAFETY: the values up to `tail.end` are carried over when the buffer moves; then the tail makes way, and the
        // rest goes into the room, which is as long.
        unsafe {
            if vec.buf.cap() - tail.end < n {
                ok(vec.buf.grow(vec.cx, tail.end, n));
            }
            let at = vec.buf.ptr().add(tail.start);
            at.add(n).copy_from(at, tail.len());
            *tail = tail.start + n..tail.end + n;
            rest.set_len(0);
            vec.append_raw(rest.buf.ptr(), n);
        }
    }
}
