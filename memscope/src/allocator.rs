//! The handle as an allocator, for containers of other crates.

use core::alloc::Layout;
use core::ptr::NonNull;

use allocator_api2::alloc::{AllocError, Allocator};

use crate::cx::MemCx;

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
/// When the memory cannot be had, the *container* decides what happens, and most end the process. Under a limit use
/// their fallible functions, such as `try_reserve`.
// SAFETY: a block stays as long as the scope, which every copy of the handle, and so every container that holds one,
// cannot outlive. Copies are the same allocator. Blocks are disjoint, and as large and aligned as asked.
unsafe impl Allocator for MemCx<'_> {
    #[inline]
    fn allocate(&self, layout: Layout) -> Result<NonNull<[u8]>, AllocError> {
        match self.region().reserve_bottom(layout) {
            Ok(start) => Ok(NonNull::slice_from_raw_parts(start, layout.size())),
            Err(_) => Err(AllocError),
        }
    }

    #[inline]
    unsafe fn deallocate(&self, start: NonNull<u8>, layout: Layout) {
        // SAFETY: by contract a block of this scope, of that size, that nobody uses any more.
        unsafe { self.region().give_back(start, layout.size()) }
    }

    #[inline]
    unsafe fn grow(&self, start: NonNull<u8>, old: Layout, new: Layout) -> Result<NonNull<[u8]>, AllocError> {
        // SAFETY: by contract a block of this scope that is the caller's.
        if let Some(start) = unsafe { self.resized(start, old, new) } {
            return Ok(NonNull::slice_from_raw_parts(start, new.size()));
        }
        let moved = self.allocate(new)?;
        // SAFETY: the new block is another, and not shorter than the old one, which nobody uses any more.
        unsafe {
            moved.cast().copy_from_nonoverlapping(start, old.size());
            self.deallocate(start, old);
        }
        Ok(moved)
    }

    #[inline]
    unsafe fn grow_zeroed(&self, start: NonNull<u8>, old: Layout, new: Layout) -> Result<NonNull<[u8]>, AllocError> {
        // SAFETY: passed on; what lies behind the old size is the caller's, and not yet used.
        unsafe {
            let grown = self.grow(start, old, new)?;
            grown.cast::<u8>().add(old.size()).write_bytes(0, new.size() - old.size());
            Ok(grown)
        }
    }

    #[inline]
    unsafe fn shrink(&self, start: NonNull<u8>, old: Layout, new: Layout) -> Result<NonNull<[u8]>, AllocError> {
        if start.addr().get().is_multiple_of(new.align()) {
            // SAFETY: by contract a block of this scope that is the caller's. What is cut off and cannot be given back
            // stays unused.
            let start = unsafe { self.resized(start, old, new) }.unwrap_or(start);
            return Ok(NonNull::slice_from_raw_parts(start, new.size()));
        }
        let moved = self.allocate(new)?;
        // SAFETY: the new block is another, and not longer than the old one, which nobody uses any more.
        unsafe {
            moved.cast().copy_from_nonoverlapping(start, new.size());
            self.deallocate(start, old);
        }
        Ok(moved)
    }
}

impl MemCx<'_> {
    /// The block, if it could be resized where it is.
    ///
    /// # Safety
    /// A block of this scope that is the caller's.
    #[inline]
    unsafe fn resized(self, start: NonNull<u8>, old: Layout, new: Layout) -> Option<NonNull<u8>> {
        if !start.addr().get().is_multiple_of(new.align()) {
            return None;
        }
        // SAFETY: passed on.
        unsafe { self.region().resize_in_place(start, old.size(), new.size()) }
    }
}
