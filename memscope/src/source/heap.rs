//! The global allocator.

use alloc::alloc::{alloc, dealloc};
use core::alloc::Layout;
use core::ptr::NonNull;

use super::{Request, Source};

/// The global allocator, past the thread's cache.
///
/// What a scope gives back is the allocator's at once, and other threads': for scopes that are rare and large, and under
/// adapters.
///
/// ```
/// use memscope::{source::Heap, with_scope_on};
///
/// let text = with_scope_on(Heap, |cx| cx.alloc_fmt(format_args!("{:?}", [1, 2, 3])).to_owned());
/// assert_eq!(text, "[1, 2, 3]");
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct Heap;

// SAFETY: the contract of `GlobalAlloc` has all of this one. A block is as long as was asked for, so that this is what comes
// back.
unsafe impl Source for Heap {
    fn get(&self, request: Request) -> Option<NonNull<[u8]>> {
        let layout = request.layout();
        // SAFETY: the size of a request is not zero.
        let block = NonNull::new(unsafe { alloc(layout) })?;
        Some(NonNull::slice_from_raw_parts(block, layout.size()))
    }

    unsafe fn put(&self, block: NonNull<u8>, layout: Layout) {
        // SAFETY: allocated above, with this layout.
        unsafe { dealloc(block.as_ptr(), layout) };
    }
}
