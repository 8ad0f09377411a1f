//! Lending: an inner scope goes on in the window of the scope around it, and gives it back at its end.
//!
//! There is no rule of last in, first out. While its window is lent the lender may allocate: it then moves on to a chunk
//! of its own. The tail that it left comes back to *that chunk's* header, and serves later inner scopes as the spare.
//! So a loop which opens a scope for each row, and keeps something of each row outside, settles on two chunks: rows in
//! the spare, what is kept in the window.

use core::ptr;

use super::{CLOSED, Link, Region, SPARE};
use crate::cx::MemCx;
use crate::shadow;

/// What a scope needs of its parent at exit only: where the window that it borrowed belongs.
///
/// A local of its own, declared before the region and never addressed: when a handle escapes into a function that is
/// not inlined, the region goes to memory and this stays in registers. For that its `Drop` must be cheap enough that
/// LLVM inlines it also into landing pads, where the limit is some fifteen instructions: look at the assembly after any
/// change.
#[must_use]
pub struct Lent<'p> {
    parent: MemCx<'p>,
    loan: Loan,
}

struct Loan {
    cur: *mut u8,
    lo: usize,
    /// The parent's link if it lent its window, the spare if it lent that, `NOTHING` if it had neither.
    link: Link,
}

// SAFETY: memory on its own is of no thread. What keeps a `Lent` on its thread is the handle, and that error says why.
unsafe impl Send for Loan {}

/// A spare without a chunk: no region's link, and no place to give a window back to.
const NOTHING: Link = Link(ptr::without_provenance_mut(SPARE));

impl<'p> Lent<'p> {
    /// Takes the parent's spare tail or else its window. If it has neither, the scope starts without memory.
    #[inline(always)]
    pub fn new(parent: MemCx<'p>) -> Self {
        let region = parent.region();
        let link = region.link.get();
        if link.has_spare() {
            // SAFETY: the newest chunk of an open region, and an older one of the same region, which it knows as its
            // spare. No reference to either exists.
            unsafe {
                let spare = (*link.chunk()).spare;
                if !(*spare).tail_lent {
                    (*spare).tail_lent = true;
                    let (cur, lo) = (*spare).tail;
                    return Self { parent, loan: Loan { cur, lo, link: Link(spare) } };
                }
            }
        }
        let (cur, lo) = (region.cur.get(), region.lo.get());
        // Mostly the window was lent before and is as it was. That this is asked, and not stored each time, spares the next
        // scope in a loop the wait for what this one stores.
        if region.floor.get() != lo {
            if lo == CLOSED {
                return Self { parent, loan: Loan { cur, lo, link: NOTHING } };
            }
            region.floor.set(lo);
        }
        region.lo.set(CLOSED);
        Self { parent, loan: Loan { cur, lo, link } }
    }

    #[inline(always)]
    pub(super) fn window(&self) -> (*mut u8, usize) {
        (self.loan.cur, self.loan.lo)
    }

    /// Where the window is of: see `Loan`.
    pub(super) fn link(&self) -> Link {
        self.loan.link
    }

    /// Whether the window is part of a chunk of the parent, and not of what the parent has borrowed itself.
    #[cfg(feature = "stats")]
    pub(super) fn is_of_chunk(&self) -> bool {
        let chunk = self.loan.link.chunk();
        // SAFETY: null or a chunk of the parent, which is open.
        let size = unsafe { chunk.as_ref() }.map_or(0, |chunk| chunk.size);
        self.loan.lo.wrapping_sub(chunk.addr()) < size
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
        if parent.link.get() == self.loan.link {
            // Still on the same chunk, and only this can put the window back. `cur` is as it was, or higher if the
            // parent has freed its newest value.
            debug_assert!(parent.lo.get() == CLOSED && parent.floor.get() != 0, "the window is still lent");
            parent.lo.set(parent.floor.get());
            shadow::poison_window(parent.cur.get(), parent.floor.get());
        } else if !self.loan.link.chunk().is_null() {
            // SAFETY: a chunk of the parent, which has moved on from it and wrote down the tail; or its spare. The inner
            // scope has ended, so the tail is free again.
            unsafe {
                (*self.loan.link.chunk()).tail_lent = false;
                let (cur, lo) = (*self.loan.link.chunk()).tail;
                shadow::poison_window(cur, lo);
            }
        }
    }
}
