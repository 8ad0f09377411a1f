//! Slices: copied, cloned, filled, or collected from iterators.

use core::mem::MaybeUninit;
use core::ptr::NonNull;

use super::{MemCx, no_destructor, ok};
use crate::error::AllocError;
use crate::raw::array_layout;
use crate::region::{Outcome, Panics, Tries};
use crate::vec::MemVec;

impl<'mcx> MemCx<'mcx> {
    /// Copies a slice into the scope.
    ///
    /// ```
    /// memscope::scope!(cx);
    /// let squares = cx.alloc_slice_copy(&[1, 4, 9]);
    /// squares.reverse();
    /// assert_eq!(squares, [9, 4, 1]);
    /// ```
    ///
    /// # Panics
    /// If the memory cannot be had.
    #[inline]
    #[track_caller]
    pub fn alloc_slice_copy<'s, T: Copy>(self, src: &[T]) -> &'s mut [T]
    where
        'mcx: 's,
    {
        self.copied::<T, Panics>(src)
    }

    /// As [`alloc_slice_copy`](Self::alloc_slice_copy).
    ///
    /// # Errors
    /// If the memory cannot be had.
    #[inline]
    #[track_caller]
    pub fn try_alloc_slice_copy<'s, T: Copy>(self, src: &[T]) -> Result<&'s mut [T], AllocError>
    where
        'mcx: 's,
    {
        self.copied::<T, Tries>(src)
    }

    #[inline]
    #[track_caller]
    fn copied<'s, T: Copy, O: Outcome>(self, src: &[T]) -> O::Of<&'s mut [T]>
    where
        'mcx: 's,
    {
        // SAFETY: fresh memory for so many values, disjoint from what anybody can refer to; filled before it is shown.
        O::map(self.reserve_array::<T, O>(src.len()), |mut place| unsafe {
            place.cast().copy_from_nonoverlapping(NonNull::from(src).cast::<T>(), src.len());
            place.as_mut()
        })
    }

    /// Clones a slice into the scope. If a clone panics, the memory stays with the scope.
    ///
    /// # Panics
    /// If the memory cannot be had.
    #[inline]
    #[track_caller]
    pub fn alloc_slice_clone<'s, T: Clone>(self, src: &[T]) -> &'s mut [T]
    where
        'mcx: 's,
    {
        const { no_destructor::<T>() };
        self.fill_with::<T, Panics>(src.len(), |i| src[i].clone())
    }

    /// As [`alloc_slice_clone`](Self::alloc_slice_clone).
    ///
    /// # Errors
    /// If the memory cannot be had; nothing was cloned.
    #[inline]
    #[track_caller]
    pub fn try_alloc_slice_clone<'s, T: Clone>(self, src: &[T]) -> Result<&'s mut [T], AllocError>
    where
        'mcx: 's,
    {
        const { no_destructor::<T>() };
        self.fill_with::<T, Tries>(src.len(), |i| src[i].clone())
    }

    /// A slice of `len` values, the i-th made by `f(i)`.
    ///
    /// ```
    /// memscope::scope!(cx);
    /// assert_eq!(cx.alloc_slice_fill_with(4, |i| i * i), [0, 1, 4, 9]);
    /// ```
    ///
    /// # Panics
    /// If the memory cannot be had.
    #[inline]
    #[track_caller]
    pub fn alloc_slice_fill_with<'s, T>(self, len: usize, f: impl FnMut(usize) -> T) -> &'s mut [T]
    where
        'mcx: 's,
    {
        const { no_destructor::<T>() };
        self.fill_with::<T, Panics>(len, f)
    }

    /// As [`alloc_slice_fill_with`](Self::alloc_slice_fill_with).
    ///
    /// # Errors
    /// If the memory cannot be had; `f` was not called.
    #[inline]
    #[track_caller]
    pub fn try_alloc_slice_fill_with<'s, T>(
        self,
        len: usize,
        f: impl FnMut(usize) -> T,
    ) -> Result<&'s mut [T], AllocError>
    where
        'mcx: 's,
    {
        const { no_destructor::<T>() };
        self.fill_with::<T, Tries>(len, f)
    }

    #[inline]
    #[track_caller]
    fn fill_with<'s, T, O: Outcome>(self, len: usize, mut f: impl FnMut(usize) -> T) -> O::Of<&'s mut [T]>
    where
        'mcx: 's,
    {
        O::map(self.reserve_array::<T, O>(len), |mut place| {
            for i in 0..len {
                // SAFETY: `i` is inside the fresh array, of which `f` knows nothing.
                unsafe { place.cast::<T>().add(i).write(f(i)) };
            }
            // SAFETY: all `len` values are written, and nobody else has the memory.
            unsafe { place.as_mut() }
        })
    }

    /// A slice of `len` default values.
    ///
    /// # Panics
    /// If the memory cannot be had.
    #[inline]
    #[track_caller]
    pub fn alloc_slice_default<'s, T: Default>(self, len: usize) -> &'s mut [T]
    where
        'mcx: 's,
    {
        const { no_destructor::<T>() };
        self.fill_with::<T, Panics>(len, |_| T::default())
    }

    /// As [`alloc_slice_default`](Self::alloc_slice_default).
    ///
    /// # Errors
    /// If the memory cannot be had.
    #[inline]
    #[track_caller]
    pub fn try_alloc_slice_default<'s, T: Default>(self, len: usize) -> Result<&'s mut [T], AllocError>
    where
        'mcx: 's,
    {
        const { no_destructor::<T>() };
        self.fill_with::<T, Tries>(len, |_| T::default())
    }

    /// Memory for `len` values that the caller will write.
    ///
    /// # Panics
    /// If the memory cannot be had.
    #[inline]
    #[track_caller]
    pub fn alloc_uninit_slice<'s, T>(self, len: usize) -> &'s mut [MaybeUninit<T>]
    where
        'mcx: 's,
    {
        self.uninit_slice::<T, Panics>(len)
    }

    /// As [`alloc_uninit_slice`](Self::alloc_uninit_slice).
    ///
    /// # Errors
    /// If the memory cannot be had.
    #[inline]
    #[track_caller]
    pub fn try_alloc_uninit_slice<'s, T>(self, len: usize) -> Result<&'s mut [MaybeUninit<T>], AllocError>
    where
        'mcx: 's,
    {
        self.uninit_slice::<T, Tries>(len)
    }

    #[inline]
    #[track_caller]
    fn uninit_slice<'s, T, O: Outcome>(self, len: usize) -> O::Of<&'s mut [MaybeUninit<T>]>
    where
        'mcx: 's,
    {
        // SAFETY: fresh memory, for a type which any memory is a value of.
        O::map(self.reserve_array::<MaybeUninit<T>, O>(len), |mut place| unsafe { place.as_mut() })
    }

    /// Collects an iterator. What it says of its length is taken as a hint and never trusted.
    ///
    /// The slice grows at the end of the scope's memory; the iterator may itself allocate in the scope, at the price
    /// of a move. If it panics, the memory goes back, unless something newer stands behind it.
    ///
    /// ```
    /// memscope::scope!(cx);
    /// let words = cx.alloc_iter("to be or not".split(' '));
    /// assert_eq!(words, ["to", "be", "or", "not"]);
    /// ```
    ///
    /// # Panics
    /// If the memory cannot be had.
    #[inline]
    #[track_caller]
    pub fn alloc_iter<'s, T>(self, iter: impl IntoIterator<Item = T>) -> &'s mut [T]
    where
        'mcx: 's,
    {
        const { no_destructor::<T>() };
        ok(self.collect(iter))
    }

    /// As [`alloc_iter`](Self::alloc_iter).
    ///
    /// # Errors
    /// If the memory cannot be had. What was taken until then goes back, unless something newer stands behind it.
    #[inline]
    #[track_caller]
    pub fn try_alloc_iter<'s, T>(self, iter: impl IntoIterator<Item = T>) -> Result<&'s mut [T], AllocError>
    where
        'mcx: 's,
    {
        const { no_destructor::<T>() };
        self.collect(iter)
    }

    /// Collects an iterator that knows its length, into exactly so much memory. If it lied, and ends early, the slice
    /// has what there was; more than it promised is not asked for.
    ///
    /// ```
    /// memscope::scope!(cx);
    /// assert_eq!(cx.alloc_iter_exact([1, 2, 3].iter().map(|x| x * 10)), [10, 20, 30]);
    /// ```
    ///
    /// # Panics
    /// If the memory cannot be had.
    #[inline]
    #[track_caller]
    pub fn alloc_iter_exact<'s, T, I>(self, iter: I) -> &'s mut [T]
    where
        I: IntoIterator<Item = T>,
        I::IntoIter: ExactSizeIterator,
        'mcx: 's,
    {
        const { no_destructor::<T>() };
        ok(self.collect_exact(iter))
    }

    /// As [`alloc_iter_exact`](Self::alloc_iter_exact).
    ///
    /// # Errors
    /// If the memory cannot be had; the iterator was not advanced.
    #[inline]
    #[track_caller]
    pub fn try_alloc_iter_exact<'s, T, I>(self, iter: I) -> Result<&'s mut [T], AllocError>
    where
        I: IntoIterator<Item = T>,
        I::IntoIter: ExactSizeIterator,
        'mcx: 's,
    {
        const { no_destructor::<T>() };
        self.collect_exact(iter)
    }

    #[inline]
    #[track_caller]
    fn collect<'s, T>(self, iter: impl IntoIterator<Item = T>) -> Result<&'s mut [T], AllocError>
    where
        'mcx: 's,
    {
        MemVec::try_from_iter_in(iter, self).map(MemVec::leak)
    }

    #[inline]
    #[track_caller]
    fn collect_exact<'s, T, I>(self, iter: I) -> Result<&'s mut [T], AllocError>
    where
        I: IntoIterator<Item = T>,
        I::IntoIter: ExactSizeIterator,
        'mcx: 's,
    {
        let iter = iter.into_iter();
        let len = iter.len();
        let mut items = MemVec::try_with_capacity_in(len, self)?;
        items.try_extend(iter.take(len))?;
        Ok(items.leak())
    }

    /// Memory for `len` values.
    #[inline]
    #[track_caller]
    fn reserve_array<T, O: Outcome>(self, len: usize) -> O::Of<NonNull<[T]>> {
        match array_layout::<T>(self, len) {
            Ok(layout) => O::map(self.region().reserve_layout::<O>(layout), |place| {
                NonNull::slice_from_raw_parts(place.cast(), len)
            }),
            Err(error) => O::of(Err(error)),
        }
    }
}
