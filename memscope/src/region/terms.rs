//! On what terms a scope holds memory: from which source, and how much of it.
//!
//! Windows are cut to what a limit has left, so the fast path needs no check of its own, and the limit is exact.

use core::alloc::Layout;
use core::cell::Cell;
use core::marker::PhantomData;
use core::ptr;

use super::Site;
#[cfg(feature = "rayon")]
use super::Stock;
use super::limit::Withheld;
use super::recycle::Recycler;
use super::refill::Refusal;
use super::window::UNIT;
use crate::error::Cause;
#[cfg(feature = "rayon")]
use crate::source::Limited;
use crate::source::{self, Source};

/// The terms of one scope. Those of the scopes around it go on counting.
pub struct Terms<'s> {
    limit: Cell<usize>,
    used: Cell<usize>,
    pub(super) withheld: Withheld,
    site: &'static Site,
    up: Cell<TermsRef>,
    source: Option<&'s dyn Source>,
    recycler: Cell<*const Recycler>,
    /// The same as the source, if several threads fill what a limit leaves.
    #[cfg(feature = "rayon")]
    pool: Option<&'s Limited<Stock>>,
}

/// A limit: a local of the scope's expansion, declared before the region.
pub struct Budget(Terms<'static>);

// SAFETY: the cells are touched by the region that was opened with the budget, which is a local of the same function or
// future, and by inner scopes, whose `Lent` keeps that future on its thread.
unsafe impl Send for Budget {}

/// A source, and perhaps a limit: a local of the scope's expansion, declared before the region.
pub struct Supply<'s, S: ?Sized> {
    terms: Terms<'s>,
    source: PhantomData<&'s S>,
}

// SAFETY: as for `Budget`; the source is called on the thread on which the scope ends, for which it must be `Sync`.
unsafe impl<S: Sync + ?Sized> Send for Supply<'_, S> {}

impl<S: ?Sized> Drop for Supply<'_, S> {
    // Empty: a use of the source's borrow, after the region has ended.
    #[inline(always)]
    fn drop(&mut self) {}
}

/// What a region can be opened on.
pub trait Held {
    #[doc(hidden)]
    fn terms(&self) -> &Terms<'_>;
}

impl Held for Budget {
    #[inline(always)]
    fn terms(&self) -> &Terms<'_> {
        &self.0
    }
}

impl<S: ?Sized> Held for Supply<'_, S> {
    #[inline(always)]
    fn terms(&self) -> &Terms<'_> {
        &self.terms
    }
}

impl Budget {
    /// `limit` in bytes.
    #[inline]
    #[must_use]
    pub const fn new(limit: usize, site: &'static Site) -> Self {
        Self(Terms::new(limit, site, None))
    }
}

impl<'s, S: Source> Supply<'s, S> {
    /// All that the source has.
    #[inline]
    #[must_use]
    pub const fn new(source: &'s S, site: &'static Site) -> Self {
        Self::limited(source, usize::MAX, site)
    }

    /// No more of it than `limit` bytes.
    #[inline]
    #[must_use]
    pub const fn limited(source: &'s S, limit: usize, site: &'static Site) -> Self {
        Self { terms: Terms::new(limit, site, Some(source)), source: PhantomData }
    }
}

#[cfg(feature = "rayon")]
impl<'s> Supply<'s, Limited<Stock>> {
    /// For one of several threads that fill what a limit leaves.
    pub(crate) fn of_pool(pool: &'s Limited<Stock>, left: Left) -> Self {
        let mut supply = Self::limited(pool, left.limit, left.site);
        supply.terms.used.set(left.used());
        supply.terms.pool = Some(pool);
        supply
    }
}

impl<'s> Terms<'s> {
    /// Those of a scope without a parent, of which nothing is used yet.
    const fn new(limit: usize, site: &'static Site, source: Option<&'s dyn Source>) -> Self {
        Self {
            limit: Cell::new(limit),
            used: Cell::new(0),
            withheld: Withheld::new(),
            site,
            up: Cell::new(TermsRef::NONE),
            source,
            recycler: Cell::new(ptr::null()),
            #[cfg(feature = "rayon")]
            pool: None,
        }
    }

    pub(super) const fn site(&self) -> &'static Site {
        self.site
    }

    /// Those of the scope around go on counting.
    pub(super) fn stand_under(&self, up: TermsRef) {
        self.up.set(up);
        if self.sees_objects() {
            self.recycler.set(ptr::null());
        }
    }

    /// Freed blocks have a place, unless each object goes back to the source by itself.
    pub(super) fn recycle(&self, recycler: &Recycler) {
        if !self.sees_objects() {
            self.recycler.set(recycler);
        }
    }

    pub(super) fn limit(&self) -> usize {
        self.limit.get()
    }

    pub(super) fn set_limit(&self, limit: usize) {
        self.limit.set(limit);
    }

    pub(super) fn used(&self) -> usize {
        self.used.get()
    }

    /// Notes that so many bytes were paid for, and will not be used. Those above, who paid too, get them when the scope ends.
    pub(super) fn spend_less(&self, bytes: usize) {
        self.used.set(self.used.get() - bytes);
    }

    /// Notes that bytes of which that was said may be used after all.
    pub(super) fn spend_more(&self, bytes: usize) {
        self.used.set(self.used.get() + bytes);
    }

    /// Whether each object has a block of its own, so that there is no window.
    pub(super) fn sees_objects(&self) -> bool {
        self.source.or_else(|| self.up.get().source()).is_some_and(Source::sees_objects)
    }

    /// Whether memory comes from a source that the scope's own header names.
    #[inline]
    pub(super) const fn has_source(&self) -> bool {
        self.source.is_some()
    }

    /// Cuts the window that the scope begins with to the limit, and charges it here alone: if it is borrowed, those above
    /// have paid for it already; if it is a chunk's, there are none.
    #[inline]
    pub(super) fn cut_first(&self, cur: *mut u8, lo: usize) -> usize {
        // `CLOSED` is above every `cur`: then there is none.
        let Some(len) = cur.addr().checked_sub(lo) else { return lo };
        let len = len.min(self.limit.get());
        self.used.set(len);
        cur.addr() - len
    }
}

/// A region's way to its terms: null if it has none. Bit 0 says that they are its own; an inner scope without terms
/// of its own has its parent's.
#[derive(Clone, Copy)]
pub(super) struct TermsRef(*const Terms<'static>);

const OWN: usize = 1;

impl TermsRef {
    pub(super) const NONE: Self = Self(ptr::null());

    pub(super) fn of(terms: &Terms<'_>) -> Self {
        Self(ptr::from_ref(terms).cast::<Terms<'static>>().map_addr(|addr| addr | OWN))
    }

    /// The same terms, for a scope inside the one that was opened on them.
    #[inline(always)]
    pub(super) fn inherited(self) -> Self {
        Self(self.pointer())
    }

    /// Whether both are on the same terms.
    #[inline(always)]
    pub(super) fn same(self, other: Self) -> bool {
        self.pointer() == other.pointer()
    }

    #[inline(always)]
    fn pointer(self) -> *const Terms<'static> {
        self.0.map_addr(|addr| addr & !OWN)
    }

    /// The region's own terms.
    pub(super) fn own<'r>(self) -> Option<&'r Terms<'r>> {
        // SAFETY: a region is outlived by the terms it was opened on (`ScopeEnd::new`).
        if self.0.addr() & OWN != 0 { unsafe { self.pointer().as_ref() } } else { None }
    }

    /// How much the region itself may hold.
    #[cfg(feature = "stats")]
    pub(super) fn limit(self) -> Option<usize> {
        self.own().map(|terms| terms.limit.get()).filter(|limit| *limit != usize::MAX)
    }

    /// How many bytes at the bottom of a window a block takes of so many that may be freed: whole units, where they are used
    /// again, in the region or in one around it, to which it may hand over what it has.
    #[inline(always)]
    pub(super) fn whole(self, size: usize) -> usize {
        if self.is_none() || size.is_multiple_of(UNIT) { size } else { self.whole_on_terms(size) }
    }

    #[cold]
    fn whole_on_terms(self, size: usize) -> usize {
        let recycles = self.chain().any(|terms| !terms.recycler.get().is_null());
        if recycles { size.checked_next_multiple_of(UNIT).unwrap_or(size) } else { size }
    }

    /// The lower end of a window for such a block, and the layout of all that it takes.
    #[inline(always)]
    pub(super) fn whole_block(self, lo: usize, layout: Layout) -> (usize, Layout) {
        if self.is_none() || layout.align() >= UNIT && layout.size().is_multiple_of(UNIT) {
            return (lo, layout);
        }
        let whole = Layout::from_size_align(self.whole(layout.size()), layout.align());
        (self.whole(lo), whole.unwrap_or(layout))
    }

    /// Where the region's freed blocks go. There is none if its source sees objects.
    pub(super) fn recycler<'r>(self) -> Option<&'r Recycler> {
        // SAFETY: a local declared before the terms.
        self.own().and_then(|terms| unsafe { terms.recycler.get().as_ref() })
    }

    #[inline(always)]
    pub(super) fn is_none(self) -> bool {
        self.0.is_null()
    }

    /// These terms and those above them. The references are good for as long as the region is open, which the caller's is.
    fn chain<'r>(self) -> impl Iterator<Item = &'r Terms<'r>> {
        // SAFETY: a region is outlived by the terms it was opened on (`ScopeEnd::new`), and by those of its parent,
        // whose handle its `Lent` holds.
        let own: Option<&'r Terms<'r>> = unsafe { self.pointer().as_ref() };
        // SAFETY: the terms of a parent's region, which is still open.
        core::iter::successors(own, |terms| unsafe { terms.up.get().pointer().as_ref() })
    }

    /// Where memory comes from, if not from the thread's cache and the heap.
    pub(super) fn source<'r>(self) -> Option<&'r dyn Source> {
        self.given_source().or(source::under_all())
    }

    /// The source that a header names, of the scope or one around it.
    pub(super) fn given_source<'r>(self) -> Option<&'r dyn Source> {
        self.chain().find_map(|terms| terms.source)
    }

    /// What several threads have in common, if this is one of them.
    #[cfg(feature = "rayon")]
    pub(super) fn pool<'r>(self) -> Option<&'r Limited<Stock>> {
        self.chain().find_map(|terms| terms.pool)
    }

    /// Why there is no chunk to be had.
    pub(super) fn refusal(self) -> Refusal {
        #[cfg(feature = "rayon")]
        if let Some((pool, left)) = self.pool().zip(self.left())
            && left.limit != usize::MAX
        {
            return Refusal::Limit(Left { bytes: pool.limit() - pool.used(), ..left });
        }
        Refusal::Other(Cause::OutOfMemory)
    }

    /// How many bytes may still be charged, by the scope which allows the fewest.
    pub(super) fn left(self) -> Option<Left> {
        self.chain().inspect(|terms| terms.spares_came_back()).map(Left::of).min_by_key(|left| left.bytes)
    }

    /// Charges bytes that [`left`](Self::left) has allowed.
    pub(super) fn charge(self, bytes: usize) {
        for terms in self.chain() {
            terms.used.set(terms.used.get() + bytes);
        }
    }

    /// The terms that are left when the region ends: its own end with it.
    pub(super) fn outer(self) -> Self {
        self.own().map_or(self, |terms| terms.up.get())
    }

    /// Whether they are of a root, without a source: then nobody else was charged.
    pub(super) fn are_a_roots(self) -> bool {
        self.own().is_some_and(|terms| !terms.has_source() && terms.up.get().is_none())
    }

    /// Takes back what was charged.
    pub(super) fn credit(self, bytes: usize) {
        for terms in self.chain() {
            // With the feature `checked`, an owner's object may be freed in a scope that was charged for the whole owner.
            terms.used.set(terms.used.get().saturating_sub(bytes));
        }
    }
}

/// What a limit leaves.
#[derive(Clone, Copy)]
pub(crate) struct Left {
    pub(crate) bytes: usize,
    pub(crate) limit: usize,
    pub(crate) site: &'static Site,
}

impl Left {
    fn of(terms: &Terms<'_>) -> Self {
        let limit = terms.limit.get();
        Self { bytes: limit.saturating_sub(terms.used.get()), limit, site: terms.site }
    }

    pub(crate) const fn used(self) -> usize {
        self.limit.saturating_sub(self.bytes)
    }
}
