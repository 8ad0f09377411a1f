//! The C library's allocator.

use core::alloc::Layout;
use core::ffi::c_void;
use core::ptr::NonNull;

use super::{Request, Source};

/// The C library's `malloc` and `free`, whatever the global allocator is.
///
/// Behind the feature `malloc`, on 64-bit targets: there every block is aligned as scopes need it. The program has to be linked
/// with the C library, as it is with `std`.
///
/// ```
/// use memscope::{source::Malloc, with_scope_on};
///
/// assert_eq!(with_scope_on(Malloc, |cx| cx.alloc_str("from C").len()), 6);
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct Malloc;

unsafe extern "C" {
    safe fn malloc(size: usize) -> *mut c_void;
    fn free(block: *mut c_void);
}

// What `malloc` aligns to where a pointer has eight bytes.
const _: () = assert!(Request::ALIGN <= 2 * size_of::<usize>());

// SAFETY: C's contract for the two; blocks have the alignment of every request, as asserted.
unsafe impl Source for Malloc {
    fn get(&self, request: Request) -> Option<NonNull<[u8]>> {
        let size = request.layout().size();
        let block = NonNull::new(malloc(size))?;
        Some(NonNull::slice_from_raw_parts(block.cast(), size))
    }

    unsafe fn put(&self, block: NonNull<u8>, _: Layout) {
        // SAFETY: `malloc` gave the block.
        unsafe { free(block.as_ptr().cast()) };
    }
}
