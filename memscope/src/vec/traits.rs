//! The traits that std's vector has.

use alloc::vec::Vec;
use core::borrow::{Borrow, BorrowMut};
use core::cmp::Ordering;
use core::fmt;
use core::hash::{Hash, Hasher};
use core::ops::{Deref, DerefMut, Index, IndexMut};
use core::panic::UnwindSafe;
use core::slice::{self, SliceIndex};

use super::MemVec;
use crate::cx::ok;

impl<T> Deref for MemVec<'_, T> {
    type Target = [T];

    #[inline(always)]
    fn deref(&self) -> &[T] {
        self.as_slice()
    }
}

impl<T> DerefMut for MemVec<'_, T> {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut [T] {
        self.as_mut_slice()
    }
}

impl<T, I: SliceIndex<[T]>> Index<I> for MemVec<'_, T> {
    type Output = I::Output;

    #[inline(always)]
    fn index(&self, index: I) -> &I::Output {
        &self.as_slice()[index]
    }
}

impl<T, I: SliceIndex<[T]>> IndexMut<I> for MemVec<'_, T> {
    #[inline(always)]
    fn index_mut(&mut self, index: I) -> &mut I::Output {
        &mut self.as_mut_slice()[index]
    }
}

// As std's: what a vector holds is as safe as the values themselves.
impl<T: UnwindSafe> UnwindSafe for MemVec<'_, T> {}

impl<T: Clone> Clone for MemVec<'_, T> {
    /// A copy in the same scope.
    ///
    /// # Panics
    /// If the memory cannot be had.
    #[track_caller]
    fn clone(&self) -> Self {
        let mut copy = Self::with_capacity_in(self.len, self.cx);
        copy.extend_from_slice(self);
        copy
    }

    /// Uses the values and the memory that are there.
    #[track_caller]
    fn clone_from(&mut self, source: &Self) {
        self.truncate(source.len);
        let (head, tail) = source.split_at(self.len);
        self.clone_from_slice(head);
        self.extend_from_slice(tail);
    }
}

impl<T: fmt::Debug> fmt::Debug for MemVec<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_slice().fmt(f)
    }
}

impl<T: Hash> Hash for MemVec<'_, T> {
    #[inline]
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_slice().hash(state);
    }
}

impl<T: Eq> Eq for MemVec<'_, T> {}

impl<'b, T: PartialOrd> PartialOrd<MemVec<'b, T>> for MemVec<'_, T> {
    #[inline]
    fn partial_cmp(&self, other: &MemVec<'b, T>) -> Option<Ordering> {
        self.as_slice().partial_cmp(other.as_slice())
    }
}

impl<T: Ord> Ord for MemVec<'_, T> {
    #[inline]
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_slice().cmp(other.as_slice())
    }
}

/// `a == b` as slices, of values that can be compared.
macro_rules! slice_eq {
    ($([$($params:tt)*] $a:ty, $b:ty;)*) => {
        $(
            impl<$($params)* T: PartialEq<U>, U> PartialEq<$b> for $a {
                #[inline]
                fn eq(&self, other: &$b) -> bool {
                    self[..] == other[..]
                }
            }
        )*
    };
}
slice_eq! {
    ['b,] MemVec<'_, T>, MemVec<'b, U>;
    [] MemVec<'_, T>, [U];
    [] [T], MemVec<'_, U>;
    [] MemVec<'_, T>, &[U];
    [] &[T], MemVec<'_, U>;
    [] MemVec<'_, T>, &mut [U];
    [] &mut [T], MemVec<'_, U>;
    [] MemVec<'_, T>, Vec<U>;
    [] Vec<T>, MemVec<'_, U>;
}

/// The same for arrays, which have their length in the type.
macro_rules! array_eq {
    ($($a:ty, $b:ty;)*) => {
        $(
            impl<T: PartialEq<U>, U, const N: usize> PartialEq<$b> for $a {
                #[inline]
                fn eq(&self, other: &$b) -> bool {
                    self[..] == other[..]
                }
            }
        )*
    };
}
array_eq! {
    MemVec<'_, T>, [U; N];
    [T; N], MemVec<'_, U>;
    MemVec<'_, T>, &[U; N];
    &[T; N], MemVec<'_, U>;
}

impl<T> AsRef<[T]> for MemVec<'_, T> {
    #[inline]
    fn as_ref(&self) -> &[T] {
        self
    }
}

impl<T> AsMut<[T]> for MemVec<'_, T> {
    #[inline]
    fn as_mut(&mut self) -> &mut [T] {
        self
    }
}

impl<'mcx, T> AsRef<MemVec<'mcx, T>> for MemVec<'mcx, T> {
    #[inline]
    fn as_ref(&self) -> &Self {
        self
    }
}

impl<'mcx, T> AsMut<MemVec<'mcx, T>> for MemVec<'mcx, T> {
    #[inline]
    fn as_mut(&mut self) -> &mut Self {
        self
    }
}

impl<T> Borrow<[T]> for MemVec<'_, T> {
    #[inline]
    fn borrow(&self) -> &[T] {
        self
    }
}

impl<T> BorrowMut<[T]> for MemVec<'_, T> {
    #[inline]
    fn borrow_mut(&mut self) -> &mut [T] {
        self
    }
}

impl<'v, T> IntoIterator for &'v MemVec<'_, T> {
    type Item = &'v T;
    type IntoIter = slice::Iter<'v, T>;

    #[inline]
    fn into_iter(self) -> slice::Iter<'v, T> {
        self.iter()
    }
}

impl<'v, T> IntoIterator for &'v mut MemVec<'_, T> {
    type Item = &'v mut T;
    type IntoIter = slice::IterMut<'v, T>;

    #[inline]
    fn into_iter(self) -> slice::IterMut<'v, T> {
        self.iter_mut()
    }
}

impl<T> Extend<T> for MemVec<'_, T> {
    #[inline]
    #[track_caller]
    fn extend<I: IntoIterator<Item = T>>(&mut self, values: I) {
        ok(self.try_extend(values));
    }
}

impl<'v, T: Copy> Extend<&'v T> for MemVec<'_, T> {
    #[inline]
    #[track_caller]
    fn extend<I: IntoIterator<Item = &'v T>>(&mut self, values: I) {
        ok(self.try_extend(values.into_iter().copied()));
    }
}

impl<'mcx, T, const N: usize> TryFrom<MemVec<'mcx, T>> for [T; N] {
    type Error = MemVec<'mcx, T>;

    /// The values as an array, if there are just so many; else the vector as it was.
    fn try_from(mut vec: MemVec<'mcx, T>) -> Result<Self, MemVec<'mcx, T>> {
        if vec.len != N {
            return Err(vec);
        }
        vec.len = 0;
        // SAFETY: there are `N` values, which the vector does not count any more.
        Ok(unsafe { vec.buf.ptr().cast::<[T; N]>().read() })
    }
}

/// Appends. If the memory cannot be had, nothing is written, and the error is of the kind `OutOfMemory`.
#[cfg(feature = "std")]
impl std::io::Write for MemVec<'_, u8> {
    #[inline]
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.write_all(bytes)?;
        Ok(bytes.len())
    }

    #[inline]
    fn write_all(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        // The kind alone, since an error with a payload would take memory.
        self.try_append_bytes(bytes).map_err(|_| std::io::ErrorKind::OutOfMemory.into())
    }

    #[inline]
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
