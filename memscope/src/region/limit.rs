//! Changing a limit while the scope is open.
//!
//! A higher limit needs nothing done. A lower one takes from what is free and has been paid for: the window, then the spare
//! tails. What is lent to an inner scope counts as used until that ends, and comes back shorter.

use core::ptr;

use super::chunk::Chunk;
use super::terms::Terms;
use super::{CLOSED, Link, Region};
use crate::error::Unlimited;

impl Region {
    /// The limit of this very scope; `usize::MAX` is none.
    pub(crate) fn limit(&self) -> Option<usize> {
        self.terms.own().map(|terms| terms.limit())
    }

    #[cold]
    pub(crate) fn set_limit(&self, limit: usize) -> Result<(), Unlimited> {
        let terms = self.terms.own().ok_or(Unlimited(self.site))?;
        terms.set_limit(limit);
        self.cut_to_limit();
        Ok(())
    }

    /// After a commit, which hands over a lent window in full, also if the limit was lowered meanwhile.
    #[cold]
    #[inline(never)]
    pub(super) fn cut_again(&self) {
        self.terms.forget_owed();
        self.cut_to_limit();
    }

    /// Takes what is above the limit from what is free.
    fn cut_to_limit(&self) {
        let Some(terms) = self.terms.own().filter(|_| self.link.get() != Link::BUSY) else { return };
        let (cur, lo, floor) = (self.cur.get().addr(), self.lo.get(), self.floor.get());
        if lo != CLOSED {
            self.terms.came_back();
            let cut = terms.above().min(cur - lo);
            terms.cut(cut);
            self.is_cut(cut);
            self.lo.set(lo + cut);
        } else if floor != 0 {
            // The borrower has its own copy of this; it is where the window will begin when it comes back.
            let cut = terms.above().min(cur - floor);
            terms.owe(cut);
            self.is_cut(cut);
            self.floor.set(floor + cut);
        }
        let link = self.link.get();
        let mut spare = if link.has_spare() { link.chunk() } else { ptr::null_mut() };
        // SAFETY: the newest chunk knows a spare, and that perhaps a second: older chunks of this region, to which no
        // reference exists. The borrower of a tail has its own copy of it.
        unsafe {
            while let Some(&Chunk { spare: next, .. }) = spare.as_ref()
                && !next.is_null()
            {
                spare = next;
                cut_tail(terms, spare);
            }
        }
    }
}

/// Takes what is above the limit from a spare tail.
///
/// # Safety
/// `spare` is a spare of the region whose terms these are, and no reference to it exists.
pub(super) unsafe fn cut_tail(terms: &Terms<'_>, spare: *mut Chunk) {
    // SAFETY: by contract.
    unsafe {
        let (cur, lo) = (*spare).tail;
        let cut = terms.above().min(cur.addr().saturating_sub(lo));
        (*spare).tail.1 = lo + cut;
        if !(*spare).tail_lent {
            terms.cut(cut);
        }
    }
}
