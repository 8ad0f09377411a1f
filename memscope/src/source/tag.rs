//! A tag in front of a block: what `put` has to know of what `get` did.

use core::alloc::Layout;
use core::ptr::NonNull;

use super::{Request, Source};

/// Room for a tag, in bytes; a multiple of what blocks are aligned to.
const ROOM: usize = Request::ALIGN;

/// Asks for a block with a tag in front, and returns what lies behind that.
pub(super) fn get<T: Copy>(source: &impl Source, request: Request, tag: T) -> Option<NonNull<[u8]>> {
    const { assert!(size_of::<T>() <= ROOM && align_of::<T>() <= Request::ALIGN) };
    let block = source.get(request.longer(ROOM, 0)?)?;
    // SAFETY: the block is fresh, aligned to `ALIGN`, and longer than `ROOM`.
    let rest = unsafe {
        block.cast::<T>().write(tag);
        block.cast::<u8>().add(ROOM)
    };
    Some(NonNull::slice_from_raw_parts(rest, block.len() - ROOM))
}

/// The tag of a block.
///
/// # Safety
/// [`get`] returned the block, with a tag of this type, and it was not yet put back.
pub(super) unsafe fn read<T: Copy>(block: NonNull<u8>) -> T {
    // SAFETY: `get` wrote it there, and nobody else knows the place.
    unsafe { block.sub(ROOM).cast().read() }
}

/// Gives a block back with its tag.
///
/// # Safety
/// As for [`Source::put`], of a block that [`get`] returned of this source.
pub(super) unsafe fn put(source: &impl Source, block: NonNull<u8>, layout: Layout) {
    // SAFETY: the block starts `ROOM` before, and is longer by that. What was asked for had that size at least, and what was
    // given has it at most, so that it makes a layout.
    unsafe {
        let whole = Layout::from_size_align_unchecked(layout.size() + ROOM, layout.align());
        source.put(block.sub(ROOM), whole);
    }
}
