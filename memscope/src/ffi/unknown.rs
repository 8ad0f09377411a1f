//! C's own family, `malloc` to `free`, for libraries that do not tell how long a block is: that stands in a header in front.

use core::ffi::{c_uint, c_void};
use core::ptr::{self, NonNull};

use super::blocks::{self, ALIGN};
use super::{pointer, region};
use crate::region::Region;

/// Stands right in front of what C has.
#[repr(C, align(16))]
struct Header {
    /// Of what C has, as it was asked for.
    size: usize,
    /// How far that is behind the start of the block: its alignment.
    lead: usize,
}

const _: () = assert!(size_of::<Header>() == ALIGN);

/// Writes the header of a block, and says what C gets of it.
///
/// # Safety
/// The block has room for `lead + size` bytes, and is aligned to `lead`, which is a multiple of [`ALIGN`].
#[inline(always)]
unsafe fn behind_header(block: NonNull<u8>, size: usize, lead: usize) -> NonNull<u8> {
    // SAFETY: by contract; the header, too, is as long and as strictly aligned as `ALIGN` says.
    unsafe {
        let start = block.add(lead);
        start.cast::<Header>().sub(1).write(Header { size, lead });
        start
    }
}

/// The block that C has, with its header; and what stands in that.
///
/// # Safety
/// `start` is what [`behind_header`] returned.
#[inline(always)]
unsafe fn whole(start: NonNull<c_void>) -> (NonNull<u8>, Header) {
    // SAFETY: by contract.
    unsafe {
        let header = start.cast::<Header>().sub(1).read();
        (start.cast::<u8>().sub(header.lead), header)
    }
}

#[inline(always)]
fn get(region: &Region, size: usize, lead: usize) -> *mut c_void {
    let block = size.checked_add(lead).and_then(|whole| blocks::get(region, whole, lead));
    // SAFETY: the block was made for this.
    pointer(block.map(|block| unsafe { behind_header(block, size, lead) }))
}

/// `size` bytes, uninitialised, aligned to 16; null if there is no memory. Of no bytes each block has an address of its own too.
///
/// # Safety
/// As [for all](super#contract).
pub unsafe extern "C" fn malloc(data: *mut c_void, size: usize) -> *mut c_void {
    // SAFETY: by contract.
    get(unsafe { region(data) }, size, ALIGN)
}

/// The same for `count` times `size` bytes, all of them zero. Null also if no object is so long.
///
/// # Safety
/// As [for all](super#contract).
pub unsafe extern "C" fn calloc(data: *mut c_void, count: usize, size: usize) -> *mut c_void {
    let Some(size) = count.checked_mul(size) else { return ptr::null_mut() };
    // SAFETY: by contract; a fresh block has that many bytes.
    unsafe {
        let start = malloc(data, size);
        if !start.is_null() {
            start.cast::<u8>().write_bytes(0, size);
        }
        start
    }
}

/// As [`malloc`], aligned to `align`. Null also if that is no power of two.
///
/// # Safety
/// As [for all](super#contract).
pub unsafe extern "C" fn aligned_alloc(data: *mut c_void, align: usize, size: usize) -> *mut c_void {
    if !align.is_power_of_two() {
        return ptr::null_mut();
    }
    // SAFETY: by contract.
    get(unsafe { region(data) }, size, align.max(ALIGN))
}

/// The block with another size and what it held, as much of that as there is room for; of null, a new one. It stays aligned as
/// it was. Null if there is no memory: then the old block is as it was. To make one shorter never fails. A size of 0 does
/// not free it.
///
/// # Safety
/// As [for all](super#contract); the block is null or one of this family.
pub unsafe extern "C" fn realloc(data: *mut c_void, block: *mut c_void, size: usize) -> *mut c_void {
    let Some(start) = NonNull::new(block) else {
        // SAFETY: by contract.
        return unsafe { malloc(data, size) };
    };
    // SAFETY: by contract a block of this family and this region.
    pointer(unsafe {
        let (block, old) = whole(start);
        let sizes = (old.size + old.lead, size.checked_add(old.lead));
        let resized = sizes.1.and_then(|new| blocks::resize(region(data), block, sizes.0, new, old.lead));
        resized.map(|block| behind_header(block, size, old.lead))
    })
}

/// Frees a block; null is none.
///
/// # Safety
/// As [for all](super#contract); the block is null or one of this family.
pub unsafe extern "C" fn free(data: *mut c_void, block: *mut c_void) {
    if let Some(start) = NonNull::new(block) {
        // SAFETY: by contract a block of this family and this region.
        unsafe {
            let (block, Header { size, lead }) = whole(start);
            blocks::put(region(data), block, size + lead);
        }
    }
}

/// C23's `free_sized`: as [`free`], for whoever knows the size. It is not read: the header has it.
///
/// # Safety
/// As for [`free`].
pub unsafe extern "C" fn free_sized(data: *mut c_void, block: *mut c_void, _size: usize) {
    // SAFETY: passed on.
    unsafe { free(data, block) }
}

/// C23's `free_aligned_sized`: as [`free`], for whoever knows the alignment and the size. They are not read.
///
/// # Safety
/// As for [`free`].
pub unsafe extern "C" fn free_aligned_sized(data: *mut c_void, block: *mut c_void, _align: usize, _size: usize) {
    // SAFETY: passed on.
    unsafe { free(data, block) }
}

/// [`realloc`] as yyjson has it, with the old size, which is not read. Its `malloc` and `free` are [`malloc`] and [`free`].
///
/// # Safety
/// As for [`realloc`].
pub unsafe extern "C" fn yyjson_realloc(
    data: *mut c_void,
    block: *mut c_void,
    _old_size: usize,
    size: usize,
) -> *mut c_void {
    // SAFETY: passed on.
    unsafe { realloc(data, block, size) }
}

/// zlib's `zalloc`: `items` times `size` bytes, uninitialised. Its `zfree` is [`free`].
///
/// # Safety
/// As [for all](super#contract).
pub unsafe extern "C" fn zlib_alloc(data: *mut c_void, items: c_uint, size: c_uint) -> *mut c_void {
    match (items as usize).checked_mul(size as usize) {
        // SAFETY: passed on.
        Some(size) => unsafe { malloc(data, size) },
        None => ptr::null_mut(),
    }
}
