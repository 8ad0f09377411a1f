//! Another scope.

use core::alloc::Layout;
use core::ptr::NonNull;

use super::{Free, Request, Source};
use crate::cx::MemCx;
use crate::region::Tries;

/// A scope's memory for other scopes, under an adapter for example. It counts against the limits of the scope that gives it.
///
/// ```
/// use memscope::source::Tracking;
/// use memscope::{scope, with_scope_on};
///
/// scope!(cx);
/// let source = Tracking::new(cx);
/// with_scope_on(&source, |part| part.alloc_str("in `cx`, and counted").len());
/// assert!(source.total().peak > 0);
/// ```
///
/// What is given back can be used again if it is the newest that the scope gave, else when that ends. An inner scope,
/// `scope!(tmp in cx)`, is better for mere scratch: it has no chunks of its own, and goes on in the free memory of `cx`.
// SAFETY: a block of the scope is disjoint from all others, and stays until the scope ends, which the handle, and so
// every scope that is opened on it, cannot outlive. It is as long as was asked for, so that this is what comes back.
unsafe impl Source for MemCx<'_> {
    fn get(&self, request: Request) -> Option<NonNull<[u8]>> {
        let layout = request.layout();
        let block = self.region().reserve_layout::<Tries>(layout).ok()?;
        Some(NonNull::slice_from_raw_parts(block, layout.size()))
    }

    unsafe fn put(&self, block: NonNull<u8>, layout: Layout) {
        // SAFETY: by contract a block of this scope of that size, which nobody uses any more.
        unsafe { self.region().give_back(block, layout.size()) }
    }

    /// Whether the source that this scope is on does.
    fn sees_objects(&self) -> bool {
        self.region().sees_objects()
    }

    /// What is no object of the scope above is none of that source's. Else it is a part of one, which is asked about when it
    /// comes back.
    fn may_free(&self, free: &Free) -> Option<bool> {
        self.region().may_free(free)
    }
}
