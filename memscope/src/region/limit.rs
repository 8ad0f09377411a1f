//! Changing a limit while the scope is open.
//!
//! A lower limit takes from what is free and has been paid for: from the lower end of the window, and if that is not enough,
//! the spares, and then what a recycler has. What it took is noted, and each change begins by giving that back: so the limit
//! alone decides what is free, and not how it came to be. What is lent to an inner scope counts as used until that ends, and
//! comes back shorter.

use core::cell::Cell;
use core::ptr;

use super::chunk::Chunk;
use super::terms::Terms;
use super::{CLOSED, Link, Region, SPARE};
use crate::error::Unlimited;
use crate::shadow;

/// What a limit withholds of the memory that its scope has.
pub(super) struct Withheld {
    window: Cell<Cut>,
    /// The first of them, or null. Nobody takes them meanwhile, so that those which are lent can only come back.
    spares: Cell<*mut Chunk>,
    /// How much of the spares is not used.
    unused: Cell<usize>,
}

/// What is withheld of a window: the bytes `from..to`. If the window begins elsewhere, blocks were taken from below since, or
/// it is another: then these bytes are lost to the scope.
#[derive(Clone, Copy)]
struct Cut {
    from: usize,
    to: usize,
    /// How many of them are not used. Before the window came back those are fewer.
    unused: usize,
}

impl Cut {
    const NONE: Self = Self { from: 0, to: 0, unused: 0 };
}

/// What the newest chunk knows in place of spares that are withheld: a tail that nobody takes.
static NO_SPARE: NoSpare = NoSpare(Chunk { tail_lent: true, ..Chunk::fresh(ptr::null_mut(), 0) });
struct NoSpare(Chunk);

// SAFETY: nobody writes to it.
unsafe impl Sync for NoSpare {}

impl Withheld {
    pub(super) const fn new() -> Self {
        Self { window: Cell::new(Cut::NONE), spares: Cell::new(ptr::null_mut()), unused: Cell::new(0) }
    }
}

impl Terms<'_> {
    pub(super) fn withholds(&self) -> bool {
        let Cut { from, to, .. } = self.withheld.window.get();
        from != to || !self.withheld.spares.get().is_null()
    }

    /// By how many bytes the limit is exceeded, what will come back shorter left out.
    fn above(&self) -> usize {
        let Cut { from, to, unused } = self.withheld.window.get();
        (self.used() - (to - from - unused)).saturating_sub(self.limit())
    }

    /// Notes that the region's window is at hand, and all that is withheld of it not used.
    #[cold]
    pub(super) fn window_came_back(&self) {
        let cut = self.withheld.window.get();
        let unused = cut.to - cut.from;
        self.spend_less(unused - cut.unused);
        self.withheld.window.set(Cut { unused, ..cut });
    }

    /// Notes that the region has moved on from its window: what is withheld of it is lost, and used if it is still lent.
    ///
    /// # Safety
    /// As for [`withhold_spares`](Self::withhold_spares).
    #[cold]
    pub(super) unsafe fn moved_on(&self, link: Link) {
        self.withheld.window.set(Cut::NONE);
        // SAFETY: passed on.
        unsafe { self.withhold_spares(link) };
    }

    /// Takes spares out of their place if the limit is exceeded.
    ///
    /// # Safety
    /// `link` is that of the open region whose terms these are, and no spares are withheld.
    unsafe fn withhold_spares(&self, link: Link) {
        if self.above() > 0 && link.has(SPARE) {
            let no_spare = (&raw const NO_SPARE.0).cast_mut();
            // SAFETY: by contract, and no reference to the newest chunk exists.
            let spares = unsafe { ptr::replace(&raw mut (*link.chunk()).spare, no_spare) };
            self.withheld.spares.set(spares);
            self.spares_came_back();
        }
    }

    /// Puts spares that are withheld into their place.
    ///
    /// # Safety
    /// `newest` is the newest chunk of the open region whose terms these are.
    #[cold]
    pub(super) unsafe fn give_back_spares(&self, newest: *mut Chunk) {
        let spares = self.withheld.spares.replace(ptr::null_mut());
        if !spares.is_null() {
            self.spend_more(self.withheld.unused.take());
            // SAFETY: by contract; it knows `NO_SPARE` now, and no reference to it exists.
            unsafe { (*newest).spare = spares };
        }
    }

    /// Notes which of the spares that are withheld are not lent any more.
    pub(super) fn spares_came_back(&self) {
        let mut spare = self.withheld.spares.get();
        if spare.is_null() {
            return;
        }
        let mut unused = 0;
        // SAFETY: older chunks of the region whose terms these are, to whose headers no reference exists.
        while let Some(&Chunk { tail, tail_lent, spare: next, .. }) = unsafe { spare.as_ref() } {
            unused += if tail_lent { 0 } else { tail.0.addr().saturating_sub(tail.1) };
            spare = next;
        }
        self.spend_less(unused - self.withheld.unused.replace(unused));
    }
}

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

    /// After a commit. If a window came back with it, that began at `lent` when it was lent, and would have come back at `floor`,
    /// which is else no window's: it was handed over in full, also if the limit was lowered meanwhile.
    #[cold]
    #[inline(never)]
    pub(super) fn cut_again(&self, lent: usize, floor: usize) {
        if let Some(terms) = self.terms.own() {
            let Cut { from, to, unused } = terms.withheld.window.get();
            if floor != 0 && to == floor {
                terms.spend_more(unused);
                terms.withheld.window.set(Cut { from, to: lent, unused: 0 });
                terms.window_came_back();
            } else if unused < to - from && (self.has_window() || self.floor.get() != to) {
                // The window that was lent has gone. One that still is, to another scope, comes back at `to`.
                terms.withheld.window.set(Cut::NONE);
            }
        }
        self.cut_to_limit();
    }

    /// Takes what is above the limit from what is free.
    fn cut_to_limit(&self) {
        let Some(terms) = self.terms.own().filter(|_| self.link.get() != Link::BUSY) else { return };
        // SAFETY: the newest chunk of an open region, if there is one, as there is if it has spares.
        unsafe { terms.give_back_spares(self.link.get().chunk()) };
        let is_lent = self.lends();
        // Of a window that is lent the borrower has its own copy; this is where it will begin when it comes back.
        let bottom = if is_lent { &self.floor } else { &self.lo };
        let (cur, lo) = (self.cur.get(), bottom.get());
        if lo != CLOSED {
            // Where it does not begin as it was lent, it came back meanwhile.
            if !is_lent || terms.withheld.window.get().to != lo {
                terms.window_came_back();
            }
            let Cut { from, to, unused } = terms.withheld.window.get();
            let (from, unused) = if to == lo { (from, unused) } else { (lo, 0) };
            terms.withheld.window.set(Cut::NONE);
            terms.spend_more(unused);
            let to = from + terms.above().min(cur.addr() - from);
            let unused = if is_lent { unused.min(to - from) } else { to - from };
            terms.spend_less(unused);
            terms.withheld.window.set(Cut { from, to, unused });
            self.is_cut(to.wrapping_sub(lo));
            bottom.set(to);
            if !is_lent {
                shadow::poison_window(cur, to);
            }
        } else {
            terms.withheld.window.set(Cut::NONE);
        }
        // SAFETY: as above, and they were given back there.
        unsafe { terms.withhold_spares(self.link.get()) };
        if let Some(recycler) = self.terms.recycler() {
            recycler.hold(terms.above());
        }
    }
}
