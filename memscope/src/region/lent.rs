//! Lending: an inner scope goes on in the window of the scope around it, and gives it back at its end.
//!
//! There is no rule of last in, first out. While its window is lent the lender may allocate: it then moves on to a chunk
//! of its own. The tail that it left comes back to *that chunk's* header, and serves later inner scopes as the spare.
//! So a loop which opens a scope for each row, and keeps something of each row outside, settles on two chunks: rows in
//! the spare, what is kept in the window.

use core::ptr;

use super::chunk::{Chunk, Tail};
use super::{CLOSED, Region};
use crate::cx::MemCx;

/// A tail shorter than this, in bytes, is not worth opening a scope in.
const MIN_SPARE: usize = 256;

/// What a scope needs of its parent at exit only: the window that it borrowed, and where that belongs.
///
/// A local of its own, declared before the region and never addressed: when a handle escapes into a function that is
/// not inlined, the region goes to memory and this stays in registers. For that its `Drop` must be cheap enough that
/// LLVM inlines it also into landing pads, where the limit is some eight instructions: look at the assembly after any
/// change.
#[must_use]
pub struct Lent<'p> {
    parent: MemCx<'p>,
    cur: *mut u8,
    lo: usize,
    /// The lender's newest chunk when it lent its window, or null if that was borrowed itself; the spare, if it lent
    /// that; `NOTHING` if it had neither.
    from: *mut Chunk,
}

/// No chunk is here, and no region's newest chunk either.
const NOTHING: *mut Chunk = ptr::without_provenance_mut(2);

impl<'p> Lent<'p> {
    /// Takes the parent's spare tail or else its window. If it has neither, the scope starts without memory.
    #[inline(always)]
    pub fn new(parent: MemCx<'p>) -> Self {
        let region = parent.region();
        let link = region.link.get();
        if link.has_spare() {
            // SAFETY: the newest chunk of an open region.
            let spare = unsafe { available_spare(link.chunk()) };
            if !spare.is_null() {
                // SAFETY: a chunk of the same region, whose tail is in nobody's hands; now it is in ours.
                let Tail { cur, lo } =
                    unsafe { ptr::replace(&raw mut (*spare).tail, Tail { lo: CLOSED, ..(*spare).tail }) };
                return Self { parent, cur, lo, from: spare };
            }
        }
        let lo = region.lo.replace(CLOSED);
        Self { parent, cur: region.cur.get(), lo, from: if lo == CLOSED { NOTHING } else { link.chunk() } }
    }

    #[inline(always)]
    pub(super) fn window(&self) -> (*mut u8, usize) {
        (self.cur, self.lo)
    }

    #[inline(always)]
    pub(super) fn parent(&self) -> &Region {
        self.parent.region()
    }
}

impl Drop for Lent<'_> {
    #[inline(always)]
    fn drop(&mut self) {
        let parent = self.parent.region();
        if parent.link.get().chunk() == self.from {
            // Still on the same chunk, hence closed: only this puts the window back. `cur` is as it was, or higher if
            // the parent has freed its newest value.
            parent.lo.set(self.lo);
        } else if self.from.addr() > NOTHING.addr() {
            // SAFETY: a chunk of the parent, which has moved on from it and wrote down the upper end of the tail. The
            // inner scope has ended, so the tail is free again down to where it was when it was lent.
            unsafe { (*self.from).tail.lo = self.lo };
        }
    }
}

/// The spare that a region's newest chunk knows, if it has come back and is worth while, else null.
///
/// # Safety
/// `head` is the newest chunk of an open region.
#[cold]
#[inline(never)]
unsafe extern "C" fn available_spare(head: *mut Chunk) -> *mut Chunk {
    // SAFETY: a spare is an older chunk of the same region.
    unsafe {
        let spare = (*head).spare;
        if !spare.is_null() && (*spare).tail.len() >= MIN_SPARE { spare } else { ptr::null_mut() }
    }
}
