//! Allocators of other crates.

use core::alloc::Layout;
use core::ptr::NonNull;

use allocator_api2::alloc::Allocator;

use super::{Request, Source, never_unwinds};

/// Anything that implements [`Allocator`] of allocator-api2 0.2, as a source. Behind the feature `allocator-api2`.
///
/// ```
/// use allocator_api2::alloc::Global;
/// use memscope::{source::FromAllocator, with_scope_on};
///
/// assert_eq!(with_scope_on(FromAllocator(Global), |cx| *cx.alloc(7)), 7);
/// ```
///
/// A panic in the allocator ends the process: no source may unwind.
#[derive(Clone, Copy, Debug, Default)]
pub struct FromAllocator<A>(pub A);

// SAFETY: the contract of `Allocator` has all of this one but the last: a layout fits a block if its size is between what was
// asked for and what was given. The last is seen to here.
unsafe impl<A: Allocator> Source for FromAllocator<A> {
    fn get(&self, request: Request) -> Option<NonNull<[u8]>> {
        never_unwinds(|| self.0.allocate(request.layout())).ok()
    }

    unsafe fn put(&self, block: NonNull<u8>, layout: Layout) {
        // SAFETY: by contract a block of this allocator, which the layout fits.
        never_unwinds(|| unsafe { self.0.deallocate(block, layout) });
    }
}
