//! Allocators of other crates.

use core::alloc::Layout;
use core::ptr::NonNull;

use super::{Request, Source, never_unwinds};

/// Defines the adapter for the `Allocator` that is in the named module.
macro_rules! adapter {
    ($(#[$attr:meta])* $adapter:ident, $($api:ident)::+) => {
        $(#[$attr])*
        #[derive(Clone, Copy, Debug, Default)]
        pub struct $adapter<A>(pub A);

        // SAFETY: the contract of `Allocator` has all of this one but the last: a layout fits a block if its size is between
        // what was asked for and what was given. The last is seen to here.
        unsafe impl<A: $($api)::+::Allocator> Source for $adapter<A> {
            fn get(&self, request: Request) -> Option<NonNull<[u8]>> {
                never_unwinds(|| self.0.allocate(request.layout())).ok()
            }

            unsafe fn put(&self, block: NonNull<u8>, layout: Layout) {
                // SAFETY: by contract a block of this allocator, which the layout fits.
                never_unwinds(|| unsafe { self.0.deallocate(block, layout) });
            }
        }
    };
}

#[cfg(feature = "allocator-api2")]
adapter! {
    /// Anything that implements [`Allocator`](allocator_api2::alloc::Allocator) of allocator-api2 0.2, as a source. Behind the
    /// feature `allocator-api2`.
    ///
    /// ```
    /// use allocator_api2::alloc::Global;
    /// use memscope::{source::FromAllocator, with_scope_on};
    ///
    /// assert_eq!(with_scope_on(FromAllocator(Global), |cx| *cx.alloc(7)), 7);
    /// ```
    ///
    /// A panic in the allocator ends the process: no source may unwind.
    FromAllocator, allocator_api2::alloc
}

#[cfg(feature = "allocator-api2-03")]
adapter! {
    /// As `FromAllocator`, for allocator-api2 0.3. Behind the feature `allocator-api2-03`.
    ///
    /// ```
    /// use allocator_api2_03::alloc::Global;
    /// use memscope::{source::FromAllocator03, with_scope_on};
    ///
    /// assert_eq!(with_scope_on(FromAllocator03(Global), |cx| *cx.alloc(7)), 7);
    /// ```
    FromAllocator03, allocator_api2_03::alloc
}

#[cfg(feature = "allocator-api2-04")]
adapter! {
    /// As `FromAllocator`, for allocator-api2 0.4. Behind the feature `allocator-api2-04`.
    ///
    /// ```
    /// use allocator_api2_04::alloc::Global;
    /// use memscope::{source::FromAllocator04, with_scope_on};
    ///
    /// assert_eq!(with_scope_on(FromAllocator04(Global), |cx| *cx.alloc(7)), 7);
    /// ```
    FromAllocator04, allocator_api2_04::alloc
}

#[cfg(memscope_nightly)]
adapter! {
    /// As `FromAllocator`, for the standard library's unstable `Allocator`. Under `--cfg memscope_nightly`.
    ///
    /// ```
    /// #![feature(allocator_api)]
    /// use memscope::{source::FromStdAllocator, with_scope_on};
    /// use std::alloc::Global;
    ///
    /// assert_eq!(with_scope_on(FromStdAllocator(Global), |cx| *cx.alloc(7)), 7);
    /// ```
    FromStdAllocator, core::alloc
}
