//! Raw memory, and what the brand makes safe: resizing and freeing through the owner.

use core::alloc::Layout;
use core::mem::MaybeUninit;
use core::ptr::NonNull;

use super::{MemCx, ok};
use crate::boxed::MemBox;
use crate::error::AllocError;
use crate::raw::RawBuf;
use crate::region::{Panics, Tries};

impl<'mcx> MemCx<'mcx> {
    /// Uninitialised memory of any size and alignment, valid until the scope ends. Dangling, but aligned, if the size
    /// is zero.
    ///
    /// ```
    /// use core::alloc::Layout;
    /// memscope::scope!(cx);
    /// let page = cx.alloc_layout(Layout::from_size_align(4096, 4096).unwrap());
    /// assert!(page.addr().get().is_multiple_of(4096));
    /// ```
    ///
    /// # Panics
    /// If the memory cannot be had.
    #[inline]
    #[must_use]
    #[track_caller]
    pub fn alloc_layout(self, layout: Layout) -> NonNull<u8> {
        self.region().reserve_layout::<Panics>(layout)
    }

    /// As [`alloc_layout`](Self::alloc_layout).
    ///
    /// # Errors
    /// If the memory cannot be had.
    #[inline]
    #[track_caller]
    pub fn try_alloc_layout(self, layout: Layout) -> Result<NonNull<u8>, AllocError> {
        self.region().reserve_layout::<Tries>(layout)
    }

    /// Memory for `len` values, owned: it can be [grown](Self::grow), [shrunk](Self::shrink) and [freed](Self::free).
    ///
    /// # Panics
    /// If the memory cannot be had.
    #[inline]
    #[track_caller]
    pub fn boxed_uninit_slice<T>(self, len: usize) -> MemBox<'mcx, [MaybeUninit<T>]> {
        ok(self.try_boxed_uninit_slice(len))
    }

    /// As [`boxed_uninit_slice`](Self::boxed_uninit_slice).
    ///
    /// # Errors
    /// If the memory cannot be had.
    #[inline]
    #[track_caller]
    pub fn try_boxed_uninit_slice<T>(self, len: usize) -> Result<MemBox<'mcx, [MaybeUninit<T>]>, AllocError> {
        // SAFETY: fresh memory of this scope, with room for so many.
        RawBuf::with_capacity(self, len).map(|room| unsafe { room.into_box(len) })
    }

    /// Drops a box, and gives its memory back to the scope if it is the newest there, or the scope recycles. Else the memory
    /// stays until the scope ends.
    ///
    /// The box is of this very scope: that of another is a compile error, so no header has to tell.
    ///
    /// ```
    /// memscope::scope!(cx);
    /// let a = cx.boxed(1_u64);
    /// let at = &raw const *a;
    /// cx.free(a);
    /// assert_eq!(&raw const *cx.boxed(2_u64), at);
    /// ```
    ///
    /// # Panics
    /// If the destructor of the value does; its memory then stays with the scope.
    #[inline]
    pub fn free<T: ?Sized>(self, value: MemBox<'mcx, T>) {
        let size = size_of_val::<T>(&value);
        let place = MemBox::into_raw(value);
        // SAFETY: the box owned the value and the memory, which is of this scope, as the brand says. It was as large
        // as the value is: unsizing keeps the size, and a value that is smaller frees less.
        unsafe {
            place.drop_in_place();
            self.region().give_back(place.cast(), size);
        }
    }

    /// Lengthens a buffer to `len` values, in place if it is the newest block of the scope, else by moving what is
    /// there.
    ///
    /// ```
    /// memscope::scope!(cx);
    /// let buf = cx.boxed_uninit_slice::<u8>(10);
    /// let at = buf.as_ptr();
    /// let buf = cx.grow(buf, 1000);
    /// assert_eq!((buf.len(), buf.as_ptr()), (1000, at));
    /// ```
    ///
    /// # Panics
    /// If `len` is less than the present length, or the memory cannot be had.
    #[inline]
    #[track_caller]
    pub fn grow<T>(self, buf: MemBox<'mcx, [MaybeUninit<T>]>, len: usize) -> MemBox<'mcx, [MaybeUninit<T>]> {
        match self.try_grow(buf, len) {
            Ok(buf) => buf,
            Err((error, _)) => error.raise(),
        }
    }

    /// As [`grow`](Self::grow).
    ///
    /// # Errors
    /// If the memory cannot be had: the error, and the buffer as it was.
    ///
    /// # Panics
    /// If `len` is less than the present length.
    #[track_caller]
    #[allow(clippy::type_complexity)]
    pub fn try_grow<T>(
        self,
        buf: MemBox<'mcx, [MaybeUninit<T>]>,
        len: usize,
    ) -> Result<MemBox<'mcx, [MaybeUninit<T>]>, (AllocError, MemBox<'mcx, [MaybeUninit<T>]>)> {
        assert!(len >= buf.len(), "`grow` to {len} values a buffer that has {}: use `shrink`", buf.len());
        let (old, mut raw) = (buf.len(), RawBuf::of_box(buf));
        // SAFETY: the box owned the room for `old` values, which is of this scope, as the brand says.
        unsafe {
            if len > raw.cap()
                && let Err(error) = raw.grow_exact(self, old, len - old)
            {
                return Err((error, raw.into_box(old)));
            }
            Ok(raw.into_box(len))
        }
    }

    /// Shortens a buffer to `len` values. It never moves; what is cut off is used again if it is the newest block of
    /// the scope, or that recycles.
    ///
    /// # Panics
    /// If `len` is more than the present length.
    #[inline]
    #[track_caller]
    pub fn shrink<T>(self, buf: MemBox<'mcx, [MaybeUninit<T>]>, len: usize) -> MemBox<'mcx, [MaybeUninit<T>]> {
        assert!(len <= buf.len(), "`shrink` to {len} values a buffer that has {}: use `grow`", buf.len());
        let mut raw = RawBuf::of_box(buf);
        // SAFETY: the box owned the room, which is of this scope, as the brand says.
        unsafe {
            raw.shrink(self, len);
            raw.into_box(len)
        }
    }
}
