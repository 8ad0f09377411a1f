//! Recycling: in a scope that lives long, freed blocks serve later requests.
//!
//! A request looks here when the window has no room, before the region takes another chunk. So the fast path knows nothing
//! of it, and a scope that frees as much as it allocates stays as large as it is.

use core::alloc::Layout;
use core::cell::Cell;
use core::ptr;

use crate::shadow;

/// The free blocks of one region: a local of the scope's expansion, declared before the terms. Bucket `n` holds blocks of `2^n` bytes and more, but fewer than `2^(n + 1)`.
pub struct Recycler {
    buckets: [Cell<*mut Free>; usize::BITS as usize],
}

/// Stands in a free block.
struct Free {
    next: *mut Free,
    size: usize,
}

/// A block that is too short for a `Free`, or not aligned for it, is left where it is.
const LEAST: usize = size_of::<Free>();
/// How many blocks of its own bucket a request looks at; those of larger buckets fit without a look.
const LOOKS: usize = 4;

// SAFETY: the cells are touched by the one region that was opened with this, which is a local of the same function or
// future.
unsafe impl Send for Recycler {}

impl Default for Recycler {
    fn default() -> Self {
        Self::new()
    }
}

impl Recycler {
    /// No free blocks.
    #[must_use]
    pub const fn new() -> Self {
        Self { buckets: [const { Cell::new(ptr::null_mut()) }; usize::BITS as usize] }
    }

    /// Takes a block in.
    ///
    /// # Safety
    /// `[start, start + size)` is a block of the region, which nobody uses any more, and which is aligned to a word if it is
    /// as long as two.
    pub(super) unsafe fn put(&self, start: *mut u8, size: usize) {
        shadow::poison(start, size);
        let padding = start.align_offset(align_of::<Free>());
        let Some(size) = size.checked_sub(padding).filter(|size| *size >= LEAST) else { return };
        let bucket = &self.buckets[size.ilog2() as usize];
        // SAFETY: by contract there is room for a `Free`, which nobody else looks at.
        unsafe {
            let free = start.add(padding).cast::<Free>();
            shadow::unpoison(free.cast(), LEAST);
            free.write(Free { next: bucket.get(), size });
            bucket.set(free);
        }
    }

    /// A free block for this layout, or null. What it has too much is free again.
    pub(super) fn take(&self, layout: Layout) -> *mut u8 {
        let size = layout.size().max(LEAST);
        let first = size.ilog2() as usize;
        for (n, bucket) in self.buckets.iter().enumerate().skip(first) {
            let mut link = ptr::from_ref(bucket);
            let looks = if n == first { LOOKS } else { 1 };
            for _ in 0..looks {
                // SAFETY: the bucket, or the `next` field of a free block; a `Cell` has the layout of its content.
                let free = unsafe { (*link).get() };
                if free.is_null() {
                    break;
                }
                // SAFETY: a free block of the list, which nobody else looks at; it is unlinked before it is used.
                unsafe {
                    let padding = free.cast::<u8>().align_offset(layout.align());
                    if (*free).size >= padding.saturating_add(size) {
                        let Free { next, size: whole } = *free;
                        (*link).set(next);
                        let start = free.cast::<u8>();
                        if padding != 0 {
                            self.put(start, padding);
                        }
                        let end = (padding + size).next_multiple_of(align_of::<Free>());
                        if end < whole {
                            self.put(start.add(end), whole - end);
                        }
                        shadow::unpoison(start.add(padding), layout.size());
                        return start.add(padding);
                    }
                    link = (&raw const (*free).next).cast();
                }
            }
        }
        ptr::null_mut()
    }
}
