//! Functions for libraries that know how long their blocks are: without a header.

use core::ffi::c_void;
use core::ptr::NonNull;

use super::{blocks, pointer, region};

/// `size` bytes, uninitialised, aligned to `align` and to 16. Null if there is no memory, or `align` is no power of two.
///
/// # Safety
/// As [for all](super#contract).
pub unsafe extern "C" fn allocate(data: *mut c_void, size: usize, align: usize) -> *mut c_void {
    // SAFETY: by contract.
    pointer(blocks::get(unsafe { region(data) }, size, align))
}

/// The block with another size and what it held, as much of that as there is room for; of null, a new one. Null if there is no
/// memory: then the old block is as it was. To make one shorter never fails.
///
/// # Safety
/// As [for all](super#contract); the block is null or one of [`allocate`] or `reallocate`, of this size and alignment.
pub unsafe extern "C" fn reallocate(
    data: *mut c_void,
    block: *mut c_void,
    old_size: usize,
    new_size: usize,
    align: usize,
) -> *mut c_void {
    // SAFETY: by contract a block of the region, of this size and alignment.
    pointer(unsafe {
        match NonNull::new(block) {
            Some(block) => blocks::resize(region(data), block.cast(), old_size, new_size, align),
            None => blocks::get(region(data), new_size, align),
        }
    })
}

/// Frees a block; null is none.
///
/// # Safety
/// As [for all](super#contract); the block is null or one of [`allocate`] or [`reallocate`], of this size and alignment.
pub unsafe extern "C" fn deallocate(data: *mut c_void, block: *mut c_void, size: usize, _align: usize) {
    if let Some(block) = NonNull::new(block) {
        // SAFETY: by contract.
        unsafe { blocks::put(region(data), block.cast(), size) }
    }
}

/// The one function that Lua takes, `lua_Alloc`: what [`allocate`], [`reallocate`] and [`deallocate`] are, the last if
/// `new_size` is 0.
///
/// # Safety
/// As [for all](super#contract); the block is null or one of this function, of this size. (Of null, Lua has its own meaning of
/// `old_size`, which nobody reads here.)
pub unsafe extern "C" fn lua_alloc(
    data: *mut c_void,
    block: *mut c_void,
    old_size: usize,
    new_size: usize,
) -> *mut c_void {
    // SAFETY: by contract a block of the region, of this size.
    pointer(unsafe {
        match (NonNull::new(block), new_size) {
            (None, 0) => None,
            (None, _) => blocks::get(region(data), new_size, blocks::ALIGN),
            (Some(block), 0) => {
                blocks::put(region(data), block.cast(), old_size);
                None
            }
            (Some(block), _) => blocks::resize(region(data), block.cast(), old_size, new_size, blocks::ALIGN),
        }
    })
}
