//! The handle as an allocator, for containers of other crates.
//!
//! The trait has one shape, and as many names as there are versions of allocator-api2, and the standard library's besides.

use core::alloc::Layout;
use core::ptr::NonNull;

use crate::cx::MemCx;
use crate::error::AllocError;

/// Implements the `Allocator` that is in the named module.
macro_rules! implement {
    ($(#[$attr:meta])* $($api:ident)::+) => {
        $(#[$attr])*
        // SAFETY: a block stays as long as the scope, which every copy of the handle, and so every container that holds one,
        // cannot outlive. Copies are the same allocator. Blocks are disjoint, and as large and aligned as asked.
        unsafe impl $($api)::+::Allocator for MemCx<'_> {
            #[inline]
            fn allocate(&self, layout: Layout) -> Result<NonNull<[u8]>, $($api)::+::AllocError> {
                self.block(layout).map_err(|_| $($api)::+::AllocError)
            }

            #[inline]
            unsafe fn deallocate(&self, start: NonNull<u8>, layout: Layout) {
                // SAFETY: by contract a block of this scope, of that size, that nobody uses any more.
                unsafe { self.region().give_back(start, layout.size()) }
            }

            #[inline]
            unsafe fn grow(
                &self,
                start: NonNull<u8>,
                old: Layout,
                new: Layout,
            ) -> Result<NonNull<[u8]>, $($api)::+::AllocError> {
                // SAFETY: passed on.
                unsafe { self.grown(start, old, new) }.map_err(|_| $($api)::+::AllocError)
            }

            #[inline]
            unsafe fn grow_zeroed(
                &self,
                start: NonNull<u8>,
                old: Layout,
                new: Layout,
            ) -> Result<NonNull<[u8]>, $($api)::+::AllocError> {
                // SAFETY: passed on; what lies behind the old size is the caller's, and not yet used.
                unsafe {
                    let grown = self.grown(start, old, new).map_err(|_| $($api)::+::AllocError)?;
                    grown.cast::<u8>().add(old.size()).write_bytes(0, new.size() - old.size());
                    Ok(grown)
                }
            }

            #[inline]
            unsafe fn shrink(
                &self,
                start: NonNull<u8>,
                old: Layout,
                new: Layout,
            ) -> Result<NonNull<[u8]>, $($api)::+::AllocError> {
                // SAFETY: passed on.
                unsafe { self.shrunk(start, old, new) }.map_err(|_| $($api)::+::AllocError)
            }
        }
    };
}

#[cfg(feature = "allocator-api2")]
implement! {
    /// The scope's memory for every container that takes an allocator of allocator-api2 0.2. The container cannot outlive
    /// the scope. Its buffers grow in place while they are the newest of the scope; what it frees is used again if it is
    /// the newest, else it stays until the scope ends.
    ///
    /// ```
    /// use allocator_api2::vec::Vec;
    ///
    /// memscope::scope!(cx);
    /// let mut v = Vec::new_in(cx);
    /// v.push(1);
    /// ```
    ///
    /// An ordered map is one of them: `blart::TreeMap::new_in(cx)`, over keys that are told apart by their bytes. For one that
    /// is filled once and then looked at, sort a [`MemVec`](crate::MemVec) and use its `binary_search_by_key` and
    /// `partition_point`.
    ///
    /// When the memory cannot be had, the *container* decides what happens, and most end the process. Under a limit use
    /// their fallible functions, such as `try_reserve`.
    allocator_api2::alloc
}

#[cfg(feature = "allocator-api2-03")]
implement! {
    /// The same for containers that take an allocator of allocator-api2 0.3.
    allocator_api2_03::alloc
}

#[cfg(feature = "allocator-api2-04")]
implement! {
    /// The same for containers that take an allocator of allocator-api2 0.4.
    allocator_api2_04::alloc
}

#[cfg(memscope_nightly)]
implement! {
    /// The same for containers of the standard library, under `--cfg memscope_nightly`. Not where allocator-api2 0.2 has its
    /// feature `nightly`, since its trait is then this one.
    core::alloc
}

impl MemCx<'_> {
    #[inline]
    fn block(self, layout: Layout) -> Result<NonNull<[u8]>, AllocError> {
        let start = self.region().reserve_bottom(layout)?;
        Ok(NonNull::slice_from_raw_parts(start, layout.size()))
    }

    /// # Safety
    /// A block of this scope that is the caller's, and a size that is not below the old one.
    #[inline]
    unsafe fn grown(self, start: NonNull<u8>, old: Layout, new: Layout) -> Result<NonNull<[u8]>, AllocError> {
        if start.addr().get().is_multiple_of(new.align())
            // SAFETY: passed on.
            && let Some(start) = unsafe { self.region().resize_in_place(start, old.size(), new.size()) }
        {
            return Ok(NonNull::slice_from_raw_parts(start, new.size()));
        }
        // SAFETY: passed on; the old size is the lesser.
        unsafe { self.moved(start, old, new, old.size()) }
    }

    /// # Safety
    /// A block of this scope that is the caller's, and a size that is not above the old one.
    #[inline]
    unsafe fn shrunk(self, start: NonNull<u8>, old: Layout, new: Layout) -> Result<NonNull<[u8]>, AllocError> {
        if start.addr().get().is_multiple_of(new.align()) {
            // SAFETY: passed on. What is cut off and cannot be given back stays unused.
            unsafe { self.region().cut(start, old.size(), new.size()) };
            return Ok(NonNull::slice_from_raw_parts(start, new.size()));
        }
        // SAFETY: passed on; the new size is the lesser.
        unsafe { self.moved(start, old, new, new.size()) }
    }

    /// Another block, which begins as the old one did.
    ///
    /// # Safety
    /// A block of this scope that is the caller's; neither size is below `len`.
    #[inline]
    unsafe fn moved(
        self,
        start: NonNull<u8>,
        old: Layout,
        new: Layout,
        len: usize,
    ) -> Result<NonNull<[u8]>, AllocError> {
        let moved = self.block(new)?;
        // SAFETY: the new block is another; of the old one nobody uses anything any more.
        unsafe {
            moved.cast().copy_from_nonoverlapping(start, len);
            self.region().give_back(start, old.size());
        }
        Ok(moved)
    }
}
