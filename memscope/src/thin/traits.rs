//! The traits that std's vector has, as far as they need no handle.

use core::borrow::{Borrow, BorrowMut};
use core::cmp::Ordering;
use core::fmt;
use core::hash::{Hash, Hasher};
use core::ops::{Deref, DerefMut};
use core::panic::UnwindSafe;
use core::slice;

use super::ThinVec;

impl<T> Deref for ThinVec<'_, T> {
    type Target = [T];

    #[inline(always)]
    fn deref(&self) -> &[T] {
        self.as_slice()
    }
}

impl<T> DerefMut for ThinVec<'_, T> {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut [T] {
        self.as_mut_slice()
    }
}

// As std's: what a vector holds is as safe as the values themselves.
impl<T: UnwindSafe> UnwindSafe for ThinVec<'_, T> {}

impl<T> Default for ThinVec<'_, T> {
    #[inline]
    fn default() -> Self {
        Self::new()
    }
}

impl<T: fmt::Debug> fmt::Debug for ThinVec<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_slice().fmt(f)
    }
}

impl<T: Hash> Hash for ThinVec<'_, T> {
    #[inline]
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_slice().hash(state);
    }
}

impl<T: Eq> Eq for ThinVec<'_, T> {}

impl<'b, T: PartialOrd> PartialOrd<ThinVec<'b, T>> for ThinVec<'_, T> {
    #[inline]
    fn partial_cmp(&self, other: &ThinVec<'b, T>) -> Option<Ordering> {
        self.as_slice().partial_cmp(other.as_slice())
    }
}

impl<T: Ord> Ord for ThinVec<'_, T> {
    #[inline]
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_slice().cmp(other.as_slice())
    }
}

/// `a == b` as slices, of values that can be compared.
macro_rules! slice_eq {
    ($([$($params:tt)*] $other:ty;)*) => {
        $(
            impl<$($params)*> PartialEq<$other> for ThinVec<'_, T>
            where
                T: PartialEq<U>,
            {
                #[inline]
                fn eq(&self, other: &$other) -> bool {
                    self[..] == other[..]
                }
            }
        )*
    };
}
slice_eq! {
    ['b, T, U] ThinVec<'b, U>;
    [T, U] [U];
    [T, U] &[U];
    [T, U, const N: usize] [U; N];
}

impl<T> AsRef<[T]> for ThinVec<'_, T> {
    #[inline]
    fn as_ref(&self) -> &[T] {
        self
    }
}

impl<T> AsMut<[T]> for ThinVec<'_, T> {
    #[inline]
    fn as_mut(&mut self) -> &mut [T] {
        self
    }
}

impl<T> Borrow<[T]> for ThinVec<'_, T> {
    #[inline]
    fn borrow(&self) -> &[T] {
        self
    }
}

impl<T> BorrowMut<[T]> for ThinVec<'_, T> {
    #[inline]
    fn borrow_mut(&mut self) -> &mut [T] {
        self
    }
}

impl<'v, T> IntoIterator for &'v ThinVec<'_, T> {
    type Item = &'v T;
    type IntoIter = slice::Iter<'v, T>;

    #[inline]
    fn into_iter(self) -> slice::Iter<'v, T> {
        self.iter()
    }
}

impl<'v, T> IntoIterator for &'v mut ThinVec<'_, T> {
    type Item = &'v mut T;
    type IntoIter = slice::IterMut<'v, T>;

    #[inline]
    fn into_iter(self) -> slice::IterMut<'v, T> {
        self.iter_mut()
    }
}
