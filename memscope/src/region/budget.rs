//! Limits: a scope, with all that is opened in it, may hold so many bytes and no more.
//!
//! Windows are cut to what the budget has left, so the fast path needs no check of its own, and the limit is exact.

use core::cell::Cell;
use core::ptr;

use super::{Lent, Site};

/// The budget of one scope: a local of its expansion, declared before the region.
pub struct Budget {
    limit: usize,
    used: Cell<usize>,
    site: &'static Site,
    up: BudgetRef,
}

// SAFETY: the cells are touched by the region that was opened with the budget, which is a local of the same function or
// future, and by inner scopes, whose `Lent` keeps that future on its thread.
unsafe impl Send for Budget {}

impl Budget {
    /// The budget of a scope without a parent: `limit` in bytes.
    #[inline]
    #[must_use]
    pub const fn new(limit: usize, site: &'static Site) -> Self {
        Self { limit, used: Cell::new(0), site, up: BudgetRef::NONE }
    }

    /// The budget of a scope inside another, whose own budget, if any, goes on counting.
    #[inline]
    #[must_use]
    pub fn inner(limit: usize, site: &'static Site, lent: &Lent<'_>) -> Self {
        Self { limit, used: Cell::new(0), site, up: lent.parent().budget }
    }

    pub(super) const fn site(&self) -> &'static Site {
        self.site
    }

    /// Cuts a borrowed window to the limit and charges it here alone: those above have paid for it already.
    pub(super) fn cut_borrowed(&self, cur: *mut u8, lo: usize) -> usize {
        // `CLOSED` is above every `cur`: then nothing was borrowed.
        let Some(len) = cur.addr().checked_sub(lo) else { return lo };
        let len = len.min(self.limit);
        self.used.set(len);
        cur.addr() - len
    }
}

/// A region's way to its budget: null if nothing limits it. An inner scope without a limit of its own has its parent's.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct BudgetRef(*const Budget);

impl BudgetRef {
    pub(super) const NONE: Self = Self(ptr::null());

    pub(super) const fn of(budget: &Budget) -> Self {
        Self(ptr::from_ref(budget))
    }

    #[inline(always)]
    pub(super) fn is_none(self) -> bool {
        self.0.is_null()
    }

    /// This budget and those above it.
    fn chain(&self) -> impl Iterator<Item = &Budget> {
        // SAFETY: a region is outlived by the budget it was opened with (`ScopeEnd::new`), and by that of its parent,
        // whose handle its `Lent` holds. The references live no longer than `self`: the region, or a copy of its state
        // on the slow path.
        let own = unsafe { self.0.as_ref() };
        // SAFETY: the budget of a parent's region, which is still open.
        core::iter::successors(own, |budget| unsafe { budget.up.0.as_ref() })
    }

    /// How many bytes may still be charged, and the scope which allows the fewest.
    pub(super) fn left(self) -> Option<(usize, &'static Site)> {
        self.chain().map(|b| (b.limit - b.used.get(), b.site)).min_by_key(|(left, _)| *left)
    }

    /// Charges bytes that [`left`](Self::left) has allowed.
    pub(super) fn charge(self, bytes: usize) {
        for budget in self.chain() {
            budget.used.set(budget.used.get() + bytes);
        }
    }

    /// Takes back what was charged.
    pub(super) fn credit(self, bytes: usize) {
        for budget in self.chain() {
            budget.used.set(budget.used.get() - bytes);
        }
    }
}
