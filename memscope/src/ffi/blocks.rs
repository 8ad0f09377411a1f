//! Blocks of a region, of sizes that are known to whoever asks.
//!
//! They are taken from the bottom of the window, where the newest can grow in place, and in few sizes: then one fits where
//! another was.

use core::alloc::Layout;
use core::ptr::NonNull;

use crate::region::{Region, STEP, size_class, steps};

/// What every block is aligned to at least, in bytes: what C's `malloc` promises on 64-bit machines.
pub(super) const ALIGN: usize = STEP;

/// The layout of a block of so many bytes. `None` if no object is so long, or `align` is no power of two.
#[inline]
fn layout(size: usize, align: usize) -> Option<Layout> {
    let align = if align.is_power_of_two() { align.max(ALIGN) } else { return None };
    Layout::from_size_align(size_class(size)?, align).ok()
}

/// A block, or `None` if there is no memory, or none of that size and alignment. Of no bytes each has an address of its own too.
#[inline(always)]
pub(super) fn get(region: &Region, size: usize, align: usize) -> Option<NonNull<u8>> {
    let short = if align == ALIGN { steps(size) } else { None };
    short.and_then(|n| region.reuse_steps(n)).or_else(|| get_otherwise(region, size, align))
}

#[inline(never)]
fn get_otherwise(region: &Region, size: usize, align: usize) -> Option<NonNull<u8>> {
    let layout = layout(size, align)?;
    region.reuse(layout).or_else(|| region.reserve_bottom(layout).ok())
}

/// Takes a block back.
///
/// # Safety
/// [`get`] or [`resize`] of this region returned the block for this size and alignment, and nobody uses it any more.
#[inline(always)]
pub(super) unsafe fn put(region: &Region, block: NonNull<u8>, size: usize) {
    // SAFETY: by contract; what is short has as many steps.
    unsafe {
        match steps(size) {
            Some(n) => region.give_back_steps(block, n),
            None => put_otherwise(region, block, size),
        }
    }
}

/// # Safety
/// As for [`put`].
#[inline(never)]
unsafe fn put_otherwise(region: &Region, block: NonNull<u8>, size: usize) {
    if let Some(size) = size_class(size) {
        // SAFETY: by contract; that is the size for which the block was made.
        unsafe { region.give_back(block, size) }
    }
}

/// The block with another length and what it held, or `None` if there is no memory; then it is as it was. To make one shorter
/// never fails, and never moves it.
///
/// # Safety
/// [`get`] or [`resize`] of this region returned the block for the old size and this alignment, and nobody uses it any more,
/// unless the answer is `None`.
pub(super) unsafe fn resize(
    region: &Region,
    block: NonNull<u8>,
    old_size: usize,
    new_size: usize,
    align: usize,
) -> Option<NonNull<u8>> {
    let (old, new) = (layout(old_size, align)?.size(), layout(new_size, align)?.size());
    if old == new {
        return Some(block);
    }
    // SAFETY: by contract a block of this region that is the caller's. What is given back is its end, or all of it after what it
    // held was copied to another one.
    unsafe {
        if new < old {
            region.cut(block, old, new);
            return Some(block);
        }
        if let Some(block) = region.resize_in_place(block, old, new) {
            return Some(block);
        }
        let moved = get(region, new_size, align)?;
        moved.copy_from_nonoverlapping(block, old_size);
        put(region, block, old_size);
        Some(moved)
    }
}
