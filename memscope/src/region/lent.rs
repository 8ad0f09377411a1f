//! Lending: an inner scope goes on in the window of the scope around it, and gives it back at its end.
//!
//! There is no rule of last in, first out. While its window is lent the lender may allocate: it then moves on to a chunk
//! of its own. The tail that it left comes back to *that chunk's* header, and serves later inner scopes as the spare.
//! So a loop which opens a scope for each row, and keeps something of each row outside, settles on two chunks: rows in
//! the spare, what is kept in the window.

use core::ptr;

use super::chunk::Chunk;
use super::{CLOSED, Link, Region, SPARE, TAKEN};
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
    /// The parent's link if it lent its window, or never had any; the spare and `TAIL` if it lent that; `NOTHING` if it had
    /// neither.
    link: Link,
}

// SAFETY: memory on its own is of no thread. What keeps a `Lent` on its thread is the handle, and that error says why.
unsafe impl Send for Loan {}

// The bits of a loan's link, which no region's has.

/// A spare's tail was lent.
const TAIL: usize = 4;
/// The window was lent while the spare was. When it comes back, the next scope is to begin in the spare, if that is back too.
const BESIDE: usize = 8;

/// A spare without a chunk, which no region has.
const NOTHING: Link = Link(ptr::without_provenance_mut(SPARE));

impl<'p> Lent<'p> {
    /// Takes the parent's spare tail or else its window. If it has neither, the scope starts without memory.
    #[inline(always)]
    pub fn new(parent: MemCx<'p>) -> Self {
        let region = parent.region();
        let (cur, lo, mut link) = (region.cur.get(), region.lo.get(), region.link.get());
        // Mostly there is no spare, and the window is as it was when it was lent before. That this is asked, and `floor` not
        // stored each time, spares the next scope in a loop the wait for what this one stores.
        if region.floor.get() != lo {
            if link.has(SPARE) {
                // SAFETY: the newest chunk of an open region, and an older one of the same region, which it knows as its
                // spare. No reference to either exists.
                unsafe {
                    let spare = (*link.0.wrapping_byte_sub(SPARE)).spare;
                    if !(*spare).tail_lent {
                        (*spare).tail_lent = true;
                        let (cur, lo) = (*spare).tail;
                        return Self { parent, loan: Loan { cur, lo, link: Link(spare).with(TAIL) } };
                    }
                }
                link = link.with(BESIDE);
            }
            if lo >= TAKEN {
                return Self { parent, loan: Loan { cur, lo: CLOSED, link: NOTHING } };
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

    /// The chunk to which the window comes back, if the parent moves on; or null.
    pub(super) fn chunk(&self) -> *mut Chunk {
        self.loan.link.chunk()
    }

    /// Whether it is the parent's window that was lent, and the parent has not moved on.
    pub(super) fn waits(&self) -> bool {
        let link = self.parent().link.get();
        link == self.loan.link || link.with(BESIDE) == self.loan.link
    }

    /// Whether the window is part of a chunk of the parent, and not of what the parent has borrowed itself.
    #[cfg(feature = "stats")]
    pub(super) fn is_of_chunk(&self) -> bool {
        let chunk = self.chunk();
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
        let (parent, link) = (self.parent.region(), self.loan.link);
        if parent.link.get() == link {
            // Still on the same chunk, and only this can put the window back. `cur` is as it was, or higher if the
            // parent has freed its newest value.
            debug_assert!(parent.waits_for(&self.loan), "the window is still lent, or there never was one");
            parent.lo.set(parent.floor.get());
            shadow::poison_window(parent.cur.get(), parent.floor.get());
        } else if link.has(TAIL) {
            // SAFETY: the parent's spare, and the inner scope has ended.
            unsafe { put_tail_back(link.chunk()) }
        } else {
            put_back(self.parent, link);
        }
    }
}

impl Region {
    /// Whether it has lent what the scope began with, and that is a window if the scope had one.
    fn waits_for(&self, loan: &Loan) -> bool {
        self.lo.get() == CLOSED && self.lends() == (loan.lo != CLOSED)
    }
}

/// The rarer ends: the parent has moved on, or had nothing to lend, or its spare is or was lent too.
#[cold]
#[inline(never)]
fn put_back(parent: MemCx<'_>, link: Link) {
    let parent = parent.region();
    if parent.link.get().with(BESIDE) == link {
        debug_assert!(parent.lends(), "the window is still lent");
        parent.lo.set(parent.floor.replace(0));
        shadow::poison_window(parent.cur.get(), parent.lo.get());
    } else if !link.chunk().is_null() {
        // SAFETY: a chunk of the parent, which has moved on from it and wrote down the tail; and the inner scope has ended.
        unsafe { put_tail_back(link.chunk()) }
    }
}

/// # Safety
/// A chunk of an open region, whose tail is lent and in nobody's use any more.
#[inline(always)]
unsafe fn put_tail_back(chunk: *mut Chunk) {
    // SAFETY: by contract. No reference to the header exists.
    unsafe {
        (*chunk).tail_lent = false;
        let (cur, lo) = (*chunk).tail;
        shadow::poison_window(cur, lo);
    }
}
