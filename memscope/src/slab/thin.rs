//! A slab that stores no handle.

use core::fmt;
use core::iter::Zip;
use core::ops::{Index, IndexMut};
use core::slice::{self, GetDisjointMutError};

use super::{Idx, Indices};
use crate::cx::MemCx;
use crate::error::AllocError;
use crate::thin::ThinVec;

/// A [`MemSlab`](super::MemSlab) without the handle: two words, `Send` and `Sync` if its values are. Made by
/// [`MemSlab::into_thin`](super::MemSlab::into_thin).
///
/// A `MemSlab` derefs to it, so this is where to look for what both can do with the values. To put more in, it takes the
/// handle, as a [`ThinVec`](crate::ThinVec) does. That must be of the slab's own brand, as it is in a [`Branded`](crate::Branded)
/// owner: so a slab there can grow, wherever the owner was sent. The handle of a scope is not of the brand of a `slab!` in it.
///
/// Dropping it drops the values; their memory stays with the scope.
pub struct ThinSlab<'s, T> {
    pub(super) values: ThinVec<'s, T>,
}

/// Putting values in.
impl<'s, T> ThinSlab<'s, T> {
    /// Puts a value in, and returns its index.
    ///
    /// # Panics
    /// If the memory cannot be had, or there are 2³² - 1 values already.
    #[inline(always)]
    #[track_caller]
    pub fn push(&mut self, cx: MemCx<'s>, value: T) -> Idx<'s, T> {
        self.values.push(cx, value);
        self.newest()
    }

    /// As [`push`](Self::push).
    ///
    /// # Errors
    /// If the memory cannot be had, or there are 2³² - 1 values already; the value is dropped.
    #[inline]
    pub fn try_push(&mut self, cx: MemCx<'s>, value: T) -> Result<Idx<'s, T>, AllocError> {
        self.values.try_push(cx, value)?;
        Ok(self.newest())
    }

    /// Puts what an iterator gives in, side by side. [`indices`](Self::indices) has them at its end.
    ///
    /// # Panics
    /// If the memory cannot be had, or there are more than 2³² - 1 values.
    #[inline]
    #[track_caller]
    pub fn extend(&mut self, cx: MemCx<'s>, values: impl IntoIterator<Item = T>) {
        self.values.extend(cx, values);
    }

    /// As [`extend`](Self::extend).
    ///
    /// # Errors
    /// If the memory cannot be had, or there are more than 2³² - 1 values. What came until then has been put in; the value
    /// that found no room is dropped.
    #[inline]
    pub fn try_extend(&mut self, cx: MemCx<'s>, values: impl IntoIterator<Item = T>) -> Result<(), AllocError> {
        self.values.try_extend(cx, values)
    }

    /// Makes room for `more` values.
    ///
    /// # Panics
    /// If the memory cannot be had, or there would be more than 2³² - 1 values.
    #[inline]
    #[track_caller]
    pub fn reserve(&mut self, cx: MemCx<'s>, more: usize) {
        self.values.reserve(cx, more);
    }

    /// As [`reserve`](Self::reserve).
    ///
    /// # Errors
    /// If the memory cannot be had, or there would be more than 2³² - 1 values. Nothing has changed then.
    #[inline]
    pub fn try_reserve(&mut self, cx: MemCx<'s>, more: usize) -> Result<(), AllocError> {
        self.values.try_reserve(cx, more)
    }

    /// The index of the last value, of which there is one.
    #[inline(always)]
    fn newest(&self) -> Idx<'s, T> {
        // SAFETY: the caller has put a value in, so the length is not zero, and above this by one.
        unsafe { Idx::new_unchecked(self.values.len() as u32) }
    }
}

/// Looking at them.
impl<'s, T> ThinSlab<'s, T> {
    /// How many values it holds. It never becomes less.
    #[inline]
    #[must_use]
    pub const fn len(&self) -> usize {
        self.values.len()
    }

    /// Whether it holds none.
    #[inline]
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// How many values it can hold before it grows.
    #[inline]
    #[must_use]
    pub const fn capacity(&self) -> usize {
        self.values.capacity()
    }

    /// The value. `slab[index]` is the same.
    #[inline(always)]
    #[must_use]
    pub fn get(&self, index: Idx<'s, T>) -> &T {
        debug_assert!(index.to_usize() < self.len());
        // SAFETY: in range, as the proof in `mod.rs` says.
        unsafe { &*self.values.as_ptr().add(index.to_usize()) }
    }

    /// The value. `slab[index]` is the same.
    #[inline(always)]
    #[must_use]
    pub fn get_mut(&mut self, index: Idx<'s, T>) -> &mut T {
        debug_assert!(index.to_usize() < self.len());
        // SAFETY: as above, and the slab is borrowed mutably.
        unsafe { &mut *self.values.as_mut_ptr().add(index.to_usize()) }
    }

    /// Several values at once. The cost is that of comparing each index with each.
    ///
    /// ```
    /// memscope::scope!(cx);
    /// memscope::slab!(mut names in cx);
    /// let [a, b] = [names.push("ada"), names.push("bob")];
    /// let [first, second] = names.get_disjoint_mut([a, b]).unwrap();
    /// std::mem::swap(first, second);
    /// assert_eq!(names[a], "bob");
    /// assert!(names.get_disjoint_mut([a, a]).is_err());
    /// ```
    ///
    /// # Errors
    /// [`OverlappingIndices`](GetDisjointMutError::OverlappingIndices), if two of them are the same.
    #[inline]
    pub fn get_disjoint_mut<const N: usize>(
        &mut self,
        indices: [Idx<'s, T>; N],
    ) -> Result<[&mut T; N], GetDisjointMutError> {
        for (n, index) in indices.iter().enumerate() {
            if indices[..n].contains(index) {
                return Err(GetDisjointMutError::OverlappingIndices);
            }
        }
        let values = self.values.as_mut_ptr();
        // SAFETY: in range, and each of them another value; the slab is borrowed mutably.
        Ok(indices.map(|index| unsafe { &mut *values.add(index.to_usize()) }))
    }

    /// The index of the `n`-th value, counted from zero, if there is one: the way back from [`Idx::to_usize`].
    #[inline]
    #[must_use]
    pub fn idx(&self, n: usize) -> Option<Idx<'s, T>> {
        // SAFETY: below the length, which is a `u32`.
        (n < self.len()).then(|| unsafe { Idx::new_unchecked(n as u32 + 1) })
    }

    /// The indices of all values there are now, in the order in which they were put in. Borrows nothing, so that the slab can
    /// be changed meanwhile.
    ///
    /// ```
    /// memscope::scope!(cx);
    /// memscope::slab!(mut numbers in cx);
    /// numbers.extend([1, 2]);
    /// for index in numbers.indices() {
    ///     numbers[index] *= 10;
    ///     numbers.push(0);
    /// }
    /// assert_eq!(numbers.as_slice(), [10, 20, 0, 0]);
    /// ```
    #[inline]
    #[must_use]
    pub fn indices(&self) -> Indices<'s, T> {
        // SAFETY: below the length.
        unsafe { Indices::new(self.len() as u32) }
    }

    /// The values, in the order in which they were put in.
    #[inline]
    pub fn iter(&self) -> slice::Iter<'_, T> {
        self.values.iter()
    }

    /// As [`iter`](Self::iter).
    #[inline]
    pub fn iter_mut(&mut self) -> slice::IterMut<'_, T> {
        self.values.iter_mut()
    }

    /// The values, each with its index.
    #[inline]
    pub fn iter_enumerated(&self) -> Zip<Indices<'s, T>, slice::Iter<'_, T>> {
        self.indices().zip(self.iter())
    }

    /// As [`iter_enumerated`](Self::iter_enumerated).
    #[inline]
    pub fn iter_enumerated_mut(&mut self) -> Zip<Indices<'s, T>, slice::IterMut<'_, T>> {
        self.indices().zip(self.iter_mut())
    }

    /// The values, in the order in which they were put in.
    #[inline]
    #[must_use]
    pub const fn as_slice(&self) -> &[T] {
        self.values.as_slice()
    }

    /// As [`as_slice`](Self::as_slice). The values can be put into another order; the indices then mean what is at their place.
    #[inline]
    #[must_use]
    pub const fn as_mut_slice(&mut self) -> &mut [T] {
        self.values.as_mut_slice()
    }
}

impl<'s, T> Index<Idx<'s, T>> for ThinSlab<'s, T> {
    type Output = T;

    #[inline(always)]
    fn index(&self, index: Idx<'s, T>) -> &T {
        self.get(index)
    }
}

impl<'s, T> IndexMut<Idx<'s, T>> for ThinSlab<'s, T> {
    #[inline(always)]
    fn index_mut(&mut self, index: Idx<'s, T>) -> &mut T {
        self.get_mut(index)
    }
}

impl<'v, T> IntoIterator for &'v ThinSlab<'_, T> {
    type Item = &'v T;
    type IntoIter = slice::Iter<'v, T>;

    #[inline]
    fn into_iter(self) -> slice::Iter<'v, T> {
        self.iter()
    }
}

impl<'v, T> IntoIterator for &'v mut ThinSlab<'_, T> {
    type Item = &'v mut T;
    type IntoIter = slice::IterMut<'v, T>;

    #[inline]
    fn into_iter(self) -> slice::IterMut<'v, T> {
        self.iter_mut()
    }
}

impl<T: fmt::Debug> fmt::Debug for ThinSlab<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter_enumerated()).finish()
    }
}
