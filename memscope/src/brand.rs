//! The brand: why `'mcx` of one scope is never that of another.
//!
//! `scope!(cx)` expands to
//!
//! ```text
//! let cx  = Region::root(SITE);                  // (a)
//! let end = unsafe { ScopeEnd::new(&cx) };       // (b)  `end` is an identifier that nobody else can write
//! let cx  = ScopeEnd::cx(&end);                  // (c)
//! ```
//!
//! and the brand `'id` is the lifetime of the one borrow `&cx` in (b).
//!
//! **Claim.** If two such expansions have brands `'a` and `'b`, and the program passes the borrow checker, then nothing
//! that is typed with `'a` can be typed with `'b`.
//!
//! **Proof.** Let scope B be opened later than A (or in another iteration or frame; then B's borrow is of another
//! place, and the same holds with the roles fixed by which is dropped first). Suppose that `'a = 'b = 'x`, which
//! invariance makes necessary for their types to unify: [`MemCx`] and [`ScopeEnd`] hold `Id<'id>`, invariant.
//!
//! 1. `Region` has drop glue that is not `may_dangle`, so the end of (a) is an access to the place `cx`, which conflicts
//!    with a live borrow of it. `ScopeEnd` has a `Drop` impl, so its drop is a use of `'id`.
//! 2. Locals are dropped in reverse: `end_b`, `region_b`, …, `end_a`, `region_a`. At `drop(region_b)` the later
//!    `drop(end_a)` keeps `'a = 'x` alive; but `&region_b` is a borrow of lifetime `'b = 'x`: an access to a borrowed
//!    place, an error. So no accepted program has `'a = 'b`.
//! 3. This needs a path of control flow on which both drops stand. The call in (c) may unwind as far as the borrow
//!    checker knows, and it stands after (a) and (b) of its own scope; its cleanup edge runs `drop(end_b)`,
//!    `drop(region_b)`, `drop(end_a)`, whatever diverges after the expansion. (Before 1.2, generativity had no such
//!    edge when the code that followed diverged, and there brands did unify.)
//!
//! The steps are guarded: 1 by the assertion beside `Region`, 2 and 3 by UI tests for every diverging shape.

use core::ptr::NonNull;

use generativity::{Guard, Id};

use crate::cx::MemCx;
use crate::region::Region;

/// Where a scope's brand ends: `'id` is alive until this is dropped, and its region is dropped right after.
///
/// The name shows in one message of rustc's, "… is dropped and runs the `Drop` code for type `ScopeEnd`".
#[must_use]
pub struct ScopeEnd<'id> {
    region: NonNull<Region>,
    _guard: Guard<'id>,
}

// SAFETY: the pointer is only followed through a handle, which is not `Send`. A future that holds the end of a scope
// holds its region too.
unsafe impl Send for ScopeEnd<'_> {}

impl<'id> ScopeEnd<'id> {
    /// Brands a region.
    ///
    /// # Safety
    /// * `region` is a local (of a function or future) which is never moved, nor named again after this call, and the
    ///   result is the local declared right after it, bound for good: see the proof above.
    /// * The `Lent` and the `Budget` with which it was opened, if any, are locals of the same kind, declared before it.
    ///   The `Lent` was used for no other region.
    #[inline(always)]
    pub unsafe fn new(region: &'id Region) -> Self {
        // SAFETY: the caller expands the pattern that makes `'id` unique.
        Self { region: NonNull::from(region), _guard: unsafe { Guard::new(Id::new()) } }
    }

    /// The handle.
    #[inline(always)]
    #[must_use]
    pub fn cx(&self) -> MemCx<'id> {
        // SAFETY: the region is borrowed for `'id`, the brand of the guard, which stays to mark the end.
        unsafe { MemCx::new(self.region, Id::new()) }
    }
}

impl Drop for ScopeEnd<'_> {
    // Empty: what matters is that dropping is a use of `'id`.
    #[inline(always)]
    fn drop(&mut self) {}
}
