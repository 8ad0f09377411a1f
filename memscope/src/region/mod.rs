//! The run-time state of an open scope.
//!
//! A [`Region`] lives in the scope's own stack slot (or future). It owns its chunks, and may have borrowed the window
//! of the scope around it: then the [`Lent`] beside it gives that back.
//!
//! Invariants, on which every unsafe block of this module builds:
//!
//! 1. `[lo, cur)` is free, belongs to this region alone, and lies in one chunk from whose pointer `cur` derives; or
//!    `lo` is [`CLOSED`] or [`TAKEN`], beyond every address, and the region has no window: `cur` is then another region's, or
//!    nobody's, and only compared.
//! 2. `cur` is a multiple of 8 and not below `chunk::LOWEST`.
//! 3. No reference covers memory in the window; allocations are disjoint from it and from each other.
//! 4. A lent window is in nobody's hands but the borrower's: the lender's `lo` is `CLOSED`, and `floor` what it was, until
//!    the `Lent` that took the window is dropped, after the borrower, or until the lender links a new newest chunk. A spare's
//!    tail is the borrower's as long as it is marked lent.
//! 5. `floor` is `lo` only if an inner scope may take the window at once, or `CLOSED` for it, with the link as its witness. So a
//!    region with a spare has zero there, and one whose window has changed since what that was. A region that never had a window
//!    has `CLOSED` in both: its first comes with another link. One that has lost its window to a commit has zero: what an older
//!    transaction was lent may come back to it under the link that it has.

mod cache;
mod caller;
mod chunk;
mod commit;
mod drops;
mod foreign;
mod free;
mod inline;
mod lent;
mod limit;
mod object;
mod outcome;
mod record;
mod recycle;
mod refill;
#[cfg(feature = "stats")]
mod registry;
#[cfg(feature = "rayon")]
mod stock;
mod terms;
mod window;

use core::cell::Cell;
use core::ptr;

#[cfg(feature = "std")]
pub use cache::trim;
pub(crate) use cache::{get_block, put_block};
pub(crate) use caller::Caller;
pub(crate) use chunk::HEADER;
pub(crate) use chunk::{CHUNK_ALIGN, layout as chunk_layout};
use chunk::{Chunk, LOWEST, MIN_CHUNK};
pub(crate) use commit::{Draft, Stub};
pub(crate) use drops::{DropNode, Entry};
pub use inline::Inline;
pub use lent::Lent;
pub(crate) use object::{OBJECT_HEADER, object_at};
pub(crate) use outcome::{Outcome, Panics, Tries};
use record::Record;
pub use recycle::Recycler;
#[cfg(feature = "ffi")]
pub(crate) use recycle::{STEP, size_class, steps};
#[cfg(feature = "stats")]
pub(crate) use registry::{Samples, samples_elsewhere, samples_here};
#[cfg(feature = "rayon")]
pub(crate) use stock::Stock;
pub(crate) use terms::Held;
#[cfg(feature = "rayon")]
pub(crate) use terms::Left;
use terms::TermsRef;
pub use terms::{Budget, Supply};

use crate::brand::Is;
use crate::error::{AllocError, Cause};
use crate::source::{self, Free, Source};

/// The `lo` of a region that has nothing to give: it fails the one compare of the fast path.
const CLOSED: usize = usize::MAX;
/// The same, while the region is in the slow path's hands. No `floor` is equal to it.
const TAKEN: usize = CLOSED - 1;

/// Where a scope was opened, and what it is called. One per place in the source, made at compile time.
#[derive(Debug)]
pub struct Site {
    name: &'static str,
    file: &'static str,
    line: u32,
}

impl Site {
    /// For the expansion of the macros, which put it into a `const`.
    #[must_use]
    pub const fn new(name: &'static str, file: &'static str, line: u32) -> Self {
        Self { name, file, line }
    }

    pub(crate) const fn name(&self) -> &'static str {
        self.name
    }

    pub(crate) const fn place(&self) -> (&'static str, u32) {
        (self.file, self.line)
    }

    /// Whether both are one place: a site may have several addresses.
    pub(crate) fn same(&self, other: &Self) -> bool {
        ptr::eq(self, other) || (self.line, self.name, self.file) == (other.line, other.name, other.file)
    }
}

/// A pointer to a region's newest chunk, or null, and what there is to say about it: see the bits.
#[derive(Clone, Copy, PartialEq)]
struct Link(*mut Chunk);

/// The chunk knows a spare tail.
const SPARE: usize = 1;
/// The region's state is in the slow path's hands: whoever comes back to it from there finds nothing.
const BUSY: usize = 2;

impl Link {
    const NONE: Self = Self(ptr::null_mut());
    const BUSY: Self = Self(ptr::without_provenance_mut(BUSY));

    #[inline(always)]
    fn chunk(self) -> *mut Chunk {
        self.0.map_addr(|addr| addr & !(CHUNK_ALIGN - 1))
    }

    #[inline(always)]
    fn has(self, bit: usize) -> bool {
        self.0.addr() & bit != 0
    }

    #[inline(always)]
    fn with(self, bit: usize) -> Self {
        Self(self.0.map_addr(|addr| addr | bit))
    }
}

// `cur`, `lo` and `link` are kept apart: LLVM would copy two neighbours as one 16-byte value, which stalls where they
// were stored one by one just before.
/// The state of one open scope: four words that change and two that do not.
#[repr(C)]
#[must_use]
pub struct Region {
    cur: Cell<*mut u8>,
    site: &'static Site,
    lo: Cell<usize>,
    terms: TermsRef,
    link: Cell<Link>,
    /// What `lo` was when the window was lent. Whoever gives the window back finds it here: had the borrower to keep it
    /// meanwhile, each scope in a loop would wait for the one before. Else it says whether that can be lent at once.
    floor: Cell<usize>,
    /// Zero-sized without the feature `stats`.
    record: Record,
}

// SAFETY: a region owns its chunks, and what they hold is `Send` or cannot leave its thread: values under a handle's
// lifetime travel as themselves in the same future (and decide for themselves), adopted values and deferred calls are
// `Send` by their bound. The handle is not `Send`, so nothing allocates while another thread drops. A region that has
// borrowed a window stands beside its `Lent`, which is not `Send`. The site is immutable, and the terms stand
// beside the region too: where their source is not `Sync`, they are not `Send`. What a record points to is of the list on
// which it is, or the parent, which only a region with a `Lent` has.
unsafe impl Send for Region {}

// The proof of the brand (`brand.rs`) rests on this.
const _: () = assert!(core::mem::needs_drop::<Region>());

impl Region {
    #[inline(always)]
    fn with(cur: *mut u8, lo: usize, site: &'static Site, terms: TermsRef) -> Self {
        let record = Record::new(cur.addr().saturating_sub(lo));
        let link = Cell::new(Link::NONE);
        Self { cur: Cell::new(cur), site, lo: Cell::new(lo), terms, link, floor: Cell::new(lo), record }
    }

    /// A scope without a parent. Takes a chunk of the thread's cache if there is one, else has no memory yet.
    #[inline(always)]
    pub fn root(site: &'static Site) -> Self {
        let chunk = cache::pop();
        let region = Self::with(ptr::without_provenance_mut(LOWEST), CLOSED, site, TermsRef::NONE);
        if !chunk.is_null() {
            // SAFETY: the cache gave us the chunk with its header intact.
            unsafe { region.open(chunk) };
        }
        region
    }

    /// A region that is not the local of a scope, but may live long: it takes no chunk that is larger than it needs.
    pub(crate) fn owned(site: &'static Site) -> Result<Self, AllocError> {
        let region = Self::with(ptr::without_provenance_mut(LOWEST), CLOSED, site, TermsRef::NONE);
        if source::under_all().is_some() {
            return Ok(region);
        }
        let Some(chunk) = refill::get(MIN_CHUNK, MIN_CHUNK, 2 * MIN_CHUNK) else {
            return Err(AllocError::new(site, MIN_CHUNK, align_of::<Chunk>(), Cause::OutOfMemory));
        };
        // SAFETY: the chunk is ours alone, its header is intact.
        unsafe {
            (*chunk).exact = true;
            region.open(chunk);
        }
        Ok(region)
    }

    /// What comes before the end of an [`owned`](Self::owned) region: its newest chunk may serve any scope.
    pub(crate) fn end_owned(&self) {
        // SAFETY: an owned region has a chunk since its owner stands in it.
        unsafe { (*self.link.get().chunk()).exact = false };
    }

    /// Makes a chunk the first of a region that has none.
    ///
    /// # Safety
    /// The chunk is handed over with its header intact.
    #[inline(always)]
    unsafe fn open(&self, chunk: *mut Chunk) {
        // SAFETY: the window is all of the chunk above the header; the end is a multiple of 16 as base and size are.
        unsafe {
            self.cur.set(chunk.cast::<u8>().add((*chunk).size));
            self.lo.set(chunk.addr() + HEADER);
            self.began((*chunk).size);
        }
        self.link.set(Link(chunk));
    }

    // The locals that the rest of these read are not borrowed for as long as the region lives: an escape from the scope
    // would then be an error about each of them. Hence the contracts.

    /// A scope inside another, which goes on in the window that `lent` took.
    ///
    /// # Safety
    /// What it is opened with is as [`ScopeEnd::new`](crate::brand::ScopeEnd::new) has it.
    #[inline(always)]
    pub unsafe fn inner<'p>(lent: &impl Is<Lent<'p>>, site: &'static Site) -> Self {
        let lent = lent.it();
        let (cur, lo) = lent.window();
        Self::with(cur, lo, site, lent.parent().terms.inherited()).inside(lent.parent())
    }

    /// A scope without a parent, on terms of its own. Without a source among them it begins as a plain [root](Self::root),
    /// in as much of the chunk as the limit allows.
    ///
    /// # Safety
    /// What it is opened with is as [`ScopeEnd::new`](crate::brand::ScopeEnd::new) has it.
    #[inline]
    pub unsafe fn on(held: &impl Held) -> Self {
        let terms = held.terms();
        let chunk = if terms.has_source() { ptr::null_mut() } else { cache::pop() };
        let region = Self::with(ptr::without_provenance_mut(LOWEST), CLOSED, terms.site(), TermsRef::of(terms));
        if !chunk.is_null() {
            // SAFETY: the cache gave us the chunk with its header intact.
            unsafe { region.open(chunk) };
            let lo = region.lo.get();
            region.lo.set(terms.cut_first(region.cur.get(), lo));
            region.is_cut(region.lo.get() - lo);
        }
        region
    }

    /// A scope without a parent, whose first memory is `inline`.
    ///
    /// # Safety
    /// What it is opened with is as [`ScopeEnd::new`](crate::brand::ScopeEnd::new) has it.
    #[inline(always)]
    pub unsafe fn inline<const N: usize>(inline: &mut impl Is<Inline<N>>, site: &'static Site) -> Self {
        let (cur, lo) = inline.it_mut().window().unwrap_or((ptr::without_provenance_mut(LOWEST), CLOSED));
        Self::with(cur, lo, site, TermsRef::NONE)
    }

    /// The same, on terms of its own.
    ///
    /// # Safety
    /// What it is opened with is as [`ScopeEnd::new`](crate::brand::ScopeEnd::new) has it.
    #[inline]
    pub unsafe fn inline_on<const N: usize>(inline: &mut impl Is<Inline<N>>, held: &impl Held) -> Self {
        let terms = held.terms();
        // A source that sees every object would not see what stands here.
        let window = if terms.sees_objects() { None } else { inline.it_mut().window() };
        let (cur, lo) = window.unwrap_or((ptr::without_provenance_mut(LOWEST), CLOSED));
        Self::with(cur, terms.cut_first(cur, lo), terms.site(), TermsRef::of(terms))
    }

    /// A scope inside another, with a limit of its own. Not with a source: it goes on in the parent's window.
    ///
    /// # Safety
    /// What it is opened with is as [`ScopeEnd::new`](crate::brand::ScopeEnd::new) has it.
    #[inline]
    pub unsafe fn inner_on<'p>(lent: &impl Is<Lent<'p>>, budget: &impl Is<Budget>) -> Self {
        let (lent, terms) = (lent.it(), budget.it().terms());
        let (cur, lo) = lent.window();
        terms.stand_under(lent.parent().terms);
        Self::with(cur, terms.cut_first(cur, lo), terms.site(), TermsRef::of(terms)).inside(lent.parent())
    }

    /// Lets the scope that will be opened on these terms use again what is freed in it.
    ///
    /// # Safety
    /// As [`ScopeEnd::new`](crate::brand::ScopeEnd::new) has it.
    #[inline]
    pub unsafe fn recycle(held: &impl Held, recycler: &impl Is<Recycler>) {
        held.terms().recycle(recycler.it());
    }

    pub(crate) const fn site(&self) -> &'static Site {
        self.site
    }

    /// Whether the region is on a source that sees every object.
    pub(crate) fn sees_objects(&self) -> bool {
        self.terms.source().is_some_and(Source::sees_objects)
    }

    /// What the region's source says of an object of a scope that is on this one.
    pub(crate) fn may_free(&self, free: &Free) -> Option<bool> {
        self.terms.source()?.may_free(free)
    }

    /// How many bytes of its chunks are not in its window, less those of a window that it has borrowed.
    #[cfg(feature = "testing")]
    pub(crate) fn held(&self) -> isize {
        let mut held = -(self.window_left() as isize);
        let mut chunk = self.link.get().chunk();
        // SAFETY: the chunks of an open region, to whose headers no reference exists.
        while let Some(Chunk { next, size, .. }) = unsafe { chunk.as_ref() } {
            held += size.saturating_sub(HEADER) as isize;
            chunk = *next;
        }
        held
    }

    /// Whether it has a window that is not lent, nor in the slow path's hands.
    fn has_window(&self) -> bool {
        self.lo.get() < TAKEN
    }

    /// Whether its window is lent.
    fn lends(&self) -> bool {
        lends(self.lo.get(), self.floor.get())
    }

    /// Puts the region into a window, or into none.
    fn set_window(&self, cur: *mut u8, lo: usize) {
        self.cur.set(cur);
        self.lo.set(lo);
        if lo != CLOSED {
            self.floor.set(lo);
        } else if self.floor.get() != CLOSED {
            self.floor.set(0);
        }
    }

    /// The lower end of the window, also if that is lent.
    #[cfg(any(feature = "stats", feature = "testing"))]
    fn bottom(&self) -> Option<usize> {
        if self.has_window() { Some(self.lo.get()) } else { self.lends().then(|| self.floor.get()) }
    }

    /// What the window has left, also if it is lent.
    #[cfg(any(feature = "stats", feature = "testing"))]
    fn window_left(&self) -> usize {
        self.bottom().map_or(0, |bottom| self.cur.get().addr() - bottom)
    }
}

/// Whether a region with these ends has lent its window.
fn lends(lo: usize, floor: usize) -> bool {
    lo >= TAKEN && floor != CLOSED && floor != 0
}

impl Drop for Region {
    // Inlined, and passing values: were the address of the region to escape here, the whole state would have to live
    // in memory even where every use of the handle is inlined.
    #[inline(always)]
    fn drop(&mut self) {
        self.ends();
        let link = self.link.get();
        if link != Link::NONE {
            // SAFETY: the brand has ended, since the drop checker orders every handle before this, so that nothing refers
            // to the region's memory; its terms outlive it (`ScopeEnd::new`).
            unsafe { close(link, self.terms) }
        }
    }
}

/// Ends a region that owns chunks.
///
/// # Safety
/// Nothing uses the region's memory any more, and its terms are alive.
#[inline(never)]
unsafe fn close(link: Link, terms: TermsRef) {
    let head = link.chunk();
    // SAFETY: the head of the region's chunks, which the caller hands over.
    unsafe {
        if !terms.is_none() {
            if !terms.are_a_roots() {
                return close_cold(head, terms);
            }
            (*head).charged = 0; // to a limit that is gone
        }
        if !(*head).is_fresh() || !cache::put_back(head) {
            close_cold(head, terms);
        }
    }
}

/// [`close`] for a region with more than one plain chunk.
///
/// # Safety
/// As for `close`.
#[cold]
unsafe fn close_cold(head: *mut Chunk, terms: TermsRef) {
    struct Chunks(*mut Chunk, TermsRef);
    impl Drop for Chunks {
        fn drop(&mut self) {
            // SAFETY: dropped when all entries have run, or one has panicked and all others have run.
            unsafe { chunk::release(self.0, self.1) };
        }
    }
    let _chunks = Chunks(head, terms);
    // SAFETY: the region has no handle any more.
    unsafe { drops::run_all(head) };
}
