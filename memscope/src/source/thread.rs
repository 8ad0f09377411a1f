//! The thread's cache of chunks.

use core::alloc::Layout;
use core::ptr::NonNull;

use super::{Request, Source};
use crate::region::{get_block, put_block};

/// What scopes are on by default, as a source for adapters: the thread's cache of chunks, then the global allocator.
///
/// A plain scope takes whatever chunk the cache has; a source has to give what is asked for, so this looks for a chunk of
/// that very size. A block may be given back on another thread, whose cache then has it. Without the feature `std` there
/// is no cache.
///
/// ```
/// use memscope::source::{Limited, Thread};
/// use memscope::with_scope_on;
///
/// let source = Limited::new(Thread, 10_000);
/// with_scope_on(&source, |cx| {
///     assert!(cx.try_alloc_slice_default::<u8>(5000).is_ok());
///     assert!(cx.try_alloc_slice_default::<u8>(5000).is_err());
/// });
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct Thread;

// SAFETY: blocks are chunks of the heap, each of which has one owner at a time: the cache, or whoever asked.
unsafe impl Source for Thread {
    fn get(&self, request: Request) -> Option<NonNull<[u8]>> {
        get_block(request.layout().size())
    }

    unsafe fn put(&self, block: NonNull<u8>, layout: Layout) {
        // SAFETY: passed on.
        unsafe { put_block(block, layout.size()) }
    }
}
