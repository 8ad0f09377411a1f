//! A C allocator as a source.

use core::alloc::Layout;
use core::ffi::c_void;
use core::ptr::{self, NonNull};

use crate::source::{Request, Source};

/// An allocator of C's, as its user writes it down: `struct memscope_source` of the header. See [`CSource`] for what the
/// functions must do.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct Vtable {
    /// Passed to each function.
    pub data: *mut c_void,
    /// A block of a size and an alignment in bytes, or null.
    pub allocate: Option<unsafe extern "C" fn(data: *mut c_void, size: usize, align: usize) -> *mut c_void>,
    /// A block with another size, in the order `block`, `old_size`, `new_size`, `align`.
    pub reallocate: Option<unsafe extern "C" fn(*mut c_void, *mut c_void, usize, usize, align: usize) -> *mut c_void>,
    /// Takes a block back.
    pub deallocate: Option<unsafe extern "C" fn(data: *mut c_void, block: *mut c_void, size: usize, align: usize)>,
}

/// A C allocator as a [`Source`]: scopes have their memory from it.
///
/// ```
/// use memscope::ffi::{CSource, Vtable};
/// use memscope::scope;
/// use std::ffi::c_void;
/// use std::ptr;
///
/// unsafe extern "C" {
///     fn aligned_alloc(align: usize, size: usize) -> *mut c_void;
///     fn free(block: *mut c_void);
/// }
/// unsafe extern "C" fn allocate(_: *mut c_void, size: usize, align: usize) -> *mut c_void {
///     unsafe { aligned_alloc(align, size.next_multiple_of(align)) }
/// }
/// unsafe extern "C" fn deallocate(_: *mut c_void, block: *mut c_void, _size: usize, _align: usize) {
///     unsafe { free(block) }
/// }
///
/// let (allocate, deallocate) = (Some(allocate as _), Some(deallocate as _));
/// let vtable = Vtable { data: ptr::null_mut(), allocate, reallocate: None, deallocate };
/// // SAFETY: C's allocator keeps the contract.
/// let source = unsafe { CSource::new(vtable) };
/// scope!(cx, from = source);
/// assert_eq!(cx.alloc_str("from C").len(), 6);
/// ```
///
/// Where there is no `allocate`, or no `deallocate`, `reallocate` stands for it: from null it allocates, and to size 0 it
/// frees. So an allocator of a single function will do. Else it is not called: scopes do not resize what they have from a
/// source. Without any of them all requests are refused.
///
/// It is not `Send` nor `Sync`, and so no future that holds a scope on it is: nothing says on which threads the functions may
/// be called.
#[repr(transparent)]
#[derive(Clone, Copy, Debug)]
pub struct CSource(Vtable);

impl CSource {
    /// A source of these functions.
    ///
    /// # Safety
    /// The functions keep the contract of [`Source`]: what `allocate` returns is null or a block of that size and alignment,
    /// disjoint from all others, which stays until `deallocate` takes it back with the same size and alignment. They can be
    /// called on this thread as long as the result or a copy of it is used. They do not unwind, nor leave by `longjmp`.
    #[must_use]
    pub const unsafe fn new(vtable: Vtable) -> Self {
        Self(vtable)
    }
}

// SAFETY: by the contract of `new`; a block comes back with the size that was asked for, as it is no longer than that.
unsafe impl Source for CSource {
    fn get(&self, request: Request) -> Option<NonNull<[u8]>> {
        let (size, align) = (request.layout().size(), request.layout().align());
        let Vtable { data, allocate, reallocate, .. } = self.0;
        let block = match (allocate, reallocate) {
            // SAFETY: by the contract of `new`.
            (Some(allocate), _) => unsafe { allocate(data, size, align) },
            // SAFETY: by the contract of `new`.
            (None, Some(reallocate)) => unsafe { reallocate(data, ptr::null_mut(), 0, size, align) },
            (None, None) => ptr::null_mut(),
        };
        Some(NonNull::slice_from_raw_parts(NonNull::new(block)?.cast(), size))
    }

    unsafe fn put(&self, block: NonNull<u8>, layout: Layout) {
        let (block, size, align) = (block.as_ptr().cast(), layout.size(), layout.align());
        let Vtable { data, deallocate, reallocate, .. } = self.0;
        match (deallocate, reallocate) {
            // SAFETY: by contract a block of `get`, which nobody uses any more; see `new`.
            (Some(deallocate), _) => unsafe { deallocate(data, block, size, align) },
            // SAFETY: as above.
            (None, Some(reallocate)) => _ = unsafe { reallocate(data, block, size, 0, align) },
            (None, None) => {}
        }
    }
}
