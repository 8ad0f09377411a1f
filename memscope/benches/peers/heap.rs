//! What `Box`, `Vec` and `String` code runs on: the same code over one malloc and another.

use std::{
    alloc::{GlobalAlloc, Layout},
    fmt,
    ptr::NonNull,
};

use allocator_api2_04::{
    alloc::{AllocError, Allocator, Global},
    boxed::Box,
    vec::Vec,
};
use mimalloc::MiMalloc;

use super::utf8::Utf8;

/// A malloc.
pub trait Heap: Allocator + Copy + Default + 'static {}

impl<H: Allocator + Copy + Default + 'static> Heap for H {}

/// The system's, by the global allocator.
pub type Glibc = Global;

/// mimalloc, called as the global allocator would call it.
#[derive(Clone, Copy, Default)]
pub struct Mimalloc;

/// A block, of a size that is not zero, as allocators describe it.
fn block(start: *mut u8, size: usize) -> Result<NonNull<[u8]>, AllocError> {
    NonNull::new(start).map(|start| NonNull::slice_from_raw_parts(start, size)).ok_or(AllocError)
}

// SAFETY: all blocks are mimalloc's, which may be freed by any copy of this, as it has no state. What has no size
// is `Global`'s, which gives an address only.
unsafe impl Allocator for Mimalloc {
    #[inline]
    fn allocate(&self, layout: Layout) -> Result<NonNull<[u8]>, AllocError> {
        if layout.size() == 0 {
            return Global.allocate(layout);
        }
        // SAFETY: the size is not zero.
        block(unsafe { MiMalloc.alloc(layout) }, layout.size())
    }

    #[inline]
    unsafe fn deallocate(&self, start: NonNull<u8>, layout: Layout) {
        if layout.size() != 0 {
            // SAFETY: by the caller's contract a block of that layout from `allocate`.
            unsafe { MiMalloc.dealloc(start.as_ptr(), layout) }
        }
    }

    #[inline]
    unsafe fn grow(&self, start: NonNull<u8>, old: Layout, new: Layout) -> Result<NonNull<[u8]>, AllocError> {
        if old.size() == 0 || old.align() != new.align() {
            let larger = self.allocate(new)?;
            // SAFETY: two blocks, of which the new one is not smaller; by the caller's contract the old one is of `old`.
            unsafe {
                larger.cast::<u8>().copy_from_nonoverlapping(start, old.size());
                self.deallocate(start, old);
            }
            return Ok(larger);
        }
        // SAFETY: by the caller's contract a block of that layout, and the new size is not smaller, so not zero.
        block(unsafe { MiMalloc.realloc(start.as_ptr(), old, new.size()) }, new.size())
    }
}

/// `Box` on a heap.
pub type Boxed<T, H> = Box<T, H>;

/// `Box::new` on a heap.
#[inline(always)]
pub fn boxed<T, H: Heap>(value: T) -> Boxed<T, H> {
    Box::new_in(value, H::default())
}

/// `Vec` on a heap.
pub type List<T, H> = Vec<T, H>;

/// `String` on a heap.
pub type Text<H> = Utf8<Vec<u8, H>>;

impl<H: Heap> Text<H> {
    #[inline(always)]
    pub fn on_heap() -> Self {
        Self::new(Vec::new_in(H::default()))
    }

    #[inline(always)]
    pub fn copied(text: &str) -> Self {
        Self::copy(Vec::with_capacity_in(text.len(), H::default()), text)
    }

    #[inline(always)]
    pub fn formatted(args: fmt::Arguments<'_>) -> Self {
        Self::format(Vec::new_in(H::default()), args)
    }
}
