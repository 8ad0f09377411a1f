//! The handle.

use core::cmp::Ordering;
use core::fmt;
use core::hash::{Hash, Hasher};
use core::iter::FusedIterator;
use core::marker::PhantomData;
use core::num::NonZeroU32;
use core::ops::Range;

/// The index of a value in the [`MemSlab<'s, T>`](super::MemSlab): four bytes, also in an [`Option`].
///
/// `Copy`, ordered as the values were put in, `Send` and `Sync` whatever `T` is. It is always in range of its slab, the one of
/// the same brand.
pub struct Idx<'s, T> {
    /// The index and one.
    behind: NonZeroU32,
    /// Covariant in the type, as the slab is; invariant in the brand.
    of: PhantomData<fn() -> T>,
    brand: PhantomData<fn(&'s ()) -> &'s ()>,
}

impl<T> Idx<'_, T> {
    /// # Safety
    /// Not zero, and not above the length of the slab of this brand.
    #[inline(always)]
    pub(super) const unsafe fn new_unchecked(behind: u32) -> Self {
        // SAFETY: by contract.
        Self { behind: unsafe { NonZeroU32::new_unchecked(behind) }, of: PhantomData, brand: PhantomData }
    }

    /// How many values were put in before it.
    #[inline(always)]
    #[must_use]
    pub const fn to_usize(self) -> usize {
        self.behind.get() as usize - 1
    }
}

impl<T> Clone for Idx<'_, T> {
    #[inline(always)]
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Idx<'_, T> {}

impl<T> PartialEq for Idx<'_, T> {
    #[inline(always)]
    fn eq(&self, other: &Self) -> bool {
        self.behind == other.behind
    }
}

impl<T> Eq for Idx<'_, T> {}

impl<T> PartialOrd for Idx<'_, T> {
    #[inline(always)]
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<T> Ord for Idx<'_, T> {
    #[inline(always)]
    fn cmp(&self, other: &Self) -> Ordering {
        self.behind.cmp(&other.behind)
    }
}

impl<T> Hash for Idx<'_, T> {
    #[inline]
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.behind.hash(state);
    }
}

impl<T> fmt::Debug for Idx<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Idx").field(&self.to_usize()).finish()
    }
}

/// The indices of a slab's values. Made by [`ThinSlab::indices`](super::ThinSlab::indices).
pub struct Indices<'s, T> {
    left: Range<u32>,
    of: PhantomData<Idx<'s, T>>,
}

impl<'s, T> Indices<'s, T> {
    /// # Safety
    /// `len` is not above the length of the slab of this brand.
    #[inline(always)]
    pub(super) const unsafe fn new(len: u32) -> Self {
        Self { left: 0..len, of: PhantomData }
    }

    #[inline(always)]
    fn index(n: u32) -> Idx<'s, T> {
        // SAFETY: of the range, whose end is not above the length of the slab.
        unsafe { Idx::new_unchecked(n + 1) }
    }
}

impl<'s, T> Iterator for Indices<'s, T> {
    type Item = Idx<'s, T>;

    #[inline]
    fn next(&mut self) -> Option<Idx<'s, T>> {
        self.left.next().map(Self::index)
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = (self.left.end - self.left.start) as usize;
        (left, Some(left))
    }

    #[inline]
    fn nth(&mut self, n: usize) -> Option<Idx<'s, T>> {
        let n = n.min(self.len());
        self.left.start += n as u32;
        self.next()
    }
}

impl<'s, T> DoubleEndedIterator for Indices<'s, T> {
    #[inline]
    fn next_back(&mut self) -> Option<Idx<'s, T>> {
        self.left.next_back().map(Self::index)
    }
}

impl<T> ExactSizeIterator for Indices<'_, T> {}
impl<T> FusedIterator for Indices<'_, T> {}

impl<T> Clone for Indices<'_, T> {
    fn clone(&self) -> Self {
        Self { left: self.left.clone(), of: PhantomData }
    }
}

impl<T> fmt::Debug for Indices<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Indices").field(&self.left).finish()
    }
}
