//! The owner of one value in a scope.

mod traits;
pub(crate) mod unsize;

use core::marker::PhantomData;
use core::mem::ManuallyDrop;
use core::ops::{Deref, DerefMut};
use core::ptr::NonNull;

use crate::shadow;

/// Owns a value in a scope, and drops it when the box is dropped. Made by [`MemCx::boxed`](crate::MemCx::boxed).
///
/// One word for a sized type: where to free it, the brand knows. Dropping the box runs the destructor; the memory is
/// used again before the scope ends only if the box is given to [`MemCx::free`](crate::MemCx::free), and is the newest.
///
/// ```
/// use memscope::{scope, MemBox};
///
/// scope!(cx);
/// let list: MemBox<'_, Vec<i32>> = cx.boxed(vec![1, 2, 3]);
/// assert_eq!(list.iter().sum::<i32>(), 6);
/// let list: Vec<i32> = MemBox::into_inner(list);
/// ```
///
/// A box of a trait object or of a slice is made by [`unsize!`](crate::unsize!). There is no `Pin` of a box: it may be
/// forgotten, and then its memory would be used again while the value counts as pinned.
pub struct MemBox<'mcx, T: ?Sized> {
    ptr: NonNull<T>,
    // Owns a `T`; invariant in the brand.
    owns: PhantomData<T>,
    brand: PhantomData<fn(&'mcx ()) -> &'mcx ()>,
}

// SAFETY: the box owns the value, and has no way to its scope.
unsafe impl<T: ?Sized + Send> Send for MemBox<'_, T> {}
// SAFETY: as above; a shared box gives shared access.
unsafe impl<T: ?Sized + Sync> Sync for MemBox<'_, T> {}

impl<'mcx, T: ?Sized> MemBox<'mcx, T> {
    /// # Safety
    /// `ptr` is an initialised value in the memory of the scope `'mcx`, owned by nobody else.
    #[inline(always)]
    pub(crate) unsafe fn from_raw(ptr: NonNull<T>) -> Self {
        Self { ptr, owns: PhantomData, brand: PhantomData }
    }

    /// Gives up the ownership.
    #[inline(always)]
    pub(crate) fn into_raw(this: Self) -> NonNull<T> {
        ManuallyDrop::new(this).ptr
    }

    /// Gives up the ownership for a reference: the value is not dropped any more.
    ///
    /// ```
    /// memscope::scope!(cx);
    /// let x: &mut i32 = memscope::MemBox::leak(cx.boxed(1));
    /// *x += 1;
    /// ```
    #[inline]
    #[must_use = "the value will not be dropped"]
    pub fn leak<'s>(this: Self) -> &'s mut T
    where
        'mcx: 's,
        T: 's,
    {
        // SAFETY: nobody else has the value, and its memory stays as long as the scope.
        unsafe { Self::into_raw(this).as_mut() }
    }
}

impl<T> MemBox<'_, T> {
    /// Moves the value out. Its memory stays with the scope.
    #[inline]
    #[must_use]
    pub fn into_inner(this: Self) -> T {
        let place = Self::into_raw(this);
        // SAFETY: the box owned the value, and is gone.
        let value = unsafe { place.read() };
        shadow::poison_words(place.cast().as_ptr(), size_of::<T>());
        value
    }
}

impl<T: ?Sized> Drop for MemBox<'_, T> {
    #[inline]
    fn drop(&mut self) {
        let size = size_of_val::<T>(self);
        // SAFETY: the box owns the value, and nobody sees it afterwards.
        unsafe { self.ptr.drop_in_place() }
        shadow::poison_words(self.ptr.cast().as_ptr(), size);
    }
}

impl<T: ?Sized> Deref for MemBox<'_, T> {
    type Target = T;

    #[inline(always)]
    fn deref(&self) -> &T {
        // SAFETY: the box owns an initialised value, in memory that outlives it.
        unsafe { self.ptr.as_ref() }
    }
}

impl<T: ?Sized> DerefMut for MemBox<'_, T> {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut T {
        // SAFETY: as above, and the box is borrowed mutably.
        unsafe { self.ptr.as_mut() }
    }
}
