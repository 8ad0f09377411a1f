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
//! **Claim.** The borrow checker accepts no program in which carriers of two scopes' brands (handles, boxes, vectors, keys)
//! are alive at the same point and are typed with one lifetime.
//!
//! **Proof.** Suppose that a program has such a point. Carriers are invariant in their brand, [`MemCx`] and
//! [`ScopeEnd`] among them, so both brands *are* that one lifetime, `'x`.
//!
//! 1. *Both scopes are open at that point.* `Region` has drop glue that is not `may_dangle`, so the end of a scope is
//!    an access to its place `cx`, which is borrowed as long as something typed with `'x` is alive. If one body opens
//!    both, let B be the later one. If two bodies do (caller and callee, around a closure or future and in it), then
//!    to one of them `'x` is a lifetime from outside; let B be opened there. Let A be the other scope.
//! 2. *B's region is dropped on some edge behind (b).* The call in (b) may unwind as far as the borrow checker knows,
//!    and the edge on which it does begins with `drop(region_b)`. It is there whatever code follows the expansion, also
//!    if that diverges, and it lies behind the borrow `&cx`.
//! 3. *There `'x` is alive.* If the body opens both, A ends later on that edge, since locals are dropped in reverse:
//!    `drop(region_b)`, …, `drop(end_a)`, `drop(region_a)`. `ScopeEnd` has a `Drop` impl, which makes `drop(end_a)` a
//!    use of `'x`; and `end_a` was not moved, since nobody can name it. If `'x` comes from outside, it is alive at
//!    every point of the body.
//!
//! So `drop(region_b)` is an access to a place that is borrowed: an error. ∎
//!
//! What guards the steps was found by breaking them one at a time (`fail` is `ui-tests/tests/fail`):
//!
//! | if | then |
//! |---|---|
//! | `Region` had no drop glue | the assertion beside it fails; without that, `fail/brand/pg02_before_loop` compiles |
//! | (b) and (c) were no calls | `fail/brand/pg02_no_call_before_match_never` compiles (either call is enough) |
//! | `ScopeEnd` had no `Drop`, or were covariant | `fail/brand/pg02_siblings` compiles |
//! | `end` were a temporary, or the handle borrowed it | the same |
//! | `MemCx` were covariant | `fail/variance/pg02_cx_shortened` compiles |
//! | `'id` were not the lifetime of `&cx` | most of `fail/escape` compiles |
//! | (b) took whatever leads to a region | `fail/hygiene/pg02_region_of_a_crate_of_ones_own` compiles |
//! | `end` were declared before the region | no program with a scope compiles |
//! | `end` or the region had a name that users can write | `pass/hygiene/names_do_not_meet` does not compile |
//!
//! # Brands without a place
//!
//! Owners ([`Kept`](crate::Kept)) and transactions have no local of the user's to borrow. There a closure takes the handle,
//! and must be written for every lifetime (`for<'m> FnOnce(MemCx<'m>) -> …`): inside it `'m` is a lifetime from outside that
//! is equal to no other, so the claim holds as it does for a callee. What leaves the closure is typed by a family, as
//! [`At<'m, F>`](crate::At). In a [`Kept`](crate::Kept) it is seen again by another closure that takes every lifetime, or with one
//! that does for the real one; after a transaction it has the parent's, in which the handle means nothing any more. Thus a
//! macro cannot make an owner of a block without a closure: in a block the lifetime is a local one, and what borrows from the
//! user's own locals would pass for the owner's.
//!
//! A closure that sees a root as `&'s At<'m, F>` may believe `'m: 's`, and that what the root borrows else outlives `'m`. If the
//! owner is borrowed for as long as that, which is for good (it was leaked, and `'s` is `'static`, say), then `'m` is `'s`, and
//! what is of two owners can meet. Both memories outlive `'s` then, so nothing dangles, and a region takes back only what it
//! finds to be its own. But two keys of one lifetime would open one cell twice, and of two slabs one would be asked for an index
//! of the other; therefore a `Kept` has neither of its own. A [`Branded`](crate::Branded) has, as its closures see the root for
//! every `'s` also; the proof is in `branded.rs`.
//!
//! # Brands of containers
//!
//! `slab!(nodes in cx)` makes a brand of the same kind, with an empty place instead of the region:
//!
//! ```text
//! let nodes = SlabPlace::new();                  // (a)
//! let end   = unsafe { SlabEnd::new(&nodes) };   // (b)
//! let nodes = SlabEnd::slab(&end, cx).open();    // (c)
//! ```
//!
//! (`NewSlab::new` has two more callers, `with_slab` and `Branded`.) The claim is that no two slabs have one lifetime, nor a slab
//! and the index of another; the proof is the same word for word. `SlabPlace` has drop glue that does nothing, `SlabEnd` a `Drop`
//! that does nothing, (b) is a call, and the carriers are slabs and indices. (c) is called once, and `NewSlab` is used up by it.
//!
//! | if | then |
//! |---|---|
//! | `SlabPlace` had no drop glue | the assertion beside it fails; without that, `fail/slab/nx02_before_loop` compiles |
//! | `SlabEnd` had no `Drop` | `fail/slab/nx02_index_of_one_that_was_dropped` compiles |
//! | `Idx` were covariant | `fail/slab/nx02_index_of_a_sibling` compiles |
//! | `NewSlab` were `Clone` | `fail/slab/nx02_brand_cloned` compiles |
//!
//! generativity's own macro brands a place without drop glue, to which the edges of step 2 are no access; in their
//! place it emits a `return` that is never reached.

use core::mem::needs_drop;
use core::ptr::NonNull;

use generativity::{Guard, Id};

use crate::cell::MemKey;
use crate::cx::MemCx;
use crate::region::Region;
use crate::slab::NewSlab;

/// Where a scope's brand ends: `'id` is alive until this is dropped, and its region is dropped right after.
///
/// The name shows in one message of rustc's, "… is dropped and runs the `Drop` code for type `ScopeEnd`".
#[must_use]
pub struct ScopeEnd<'id> {
    region: NonNull<Region>,
    _guard: Guard<'id>,
}

/// `T` itself. A function that took a `&T` would follow a reference in its place to a `T` elsewhere, which `crate = path` could
/// supply: one that lives longer than the local, or that serves another scope.
///
/// Nobody can name this trait, so nothing else has it.
#[diagnostic::on_unimplemented(message = "`{Self}` is not the scope's own `{T}`", label = "`crate` is not memscope")]
pub trait Is<T> {
    fn it(&self) -> &T;
    fn it_mut(&mut self) -> &mut T;
}

impl<T> Is<T> for T {
    #[inline(always)]
    fn it(&self) -> &T {
        self
    }

    #[inline(always)]
    fn it_mut(&mut self) -> &mut T {
        self
    }
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
    /// * What it was opened with, a `Lent`, an `Inline`, a `Budget` or `Supply` and the `Recycler` of that, are locals of the
    ///   same kind, declared before it, the `Recycler` first. `Lent`, `Inline` and `Recycler` were used for no other region.
    #[inline(always)]
    pub unsafe fn new<R: Is<Region>>(region: &'id R) -> Self {
        let region = region.it();
        // SAFETY: a local that is never moved; the thread on which its handle is used is this one.
        unsafe { region.enter() };
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

    /// The key of the scope's cells.
    ///
    /// # Safety
    /// Called once for a `ScopeEnd`.
    #[inline(always)]
    #[must_use]
    pub unsafe fn key(_: &Self) -> MemKey<'id> {
        // SAFETY: the brand is that of the guard, and the caller asks for its key once.
        unsafe { MemKey::new(Id::new()) }
    }
}

impl Drop for ScopeEnd<'_> {
    // Empty: what matters is that dropping is a use of `'id`.
    #[inline(always)]
    fn drop(&mut self) {}
}

/// What the brand of a slab borrows: a place under the user's own name, with nothing in it.
#[must_use]
pub struct SlabPlace(());

impl SlabPlace {
    /// The place.
    #[allow(clippy::new_without_default)] // it is for one pattern only
    #[inline(always)]
    pub const fn new() -> Self {
        Self(())
    }
}

impl Drop for SlabPlace {
    // Empty: what matters is that its end is an access to the place.
    #[inline(always)]
    fn drop(&mut self) {}
}

// The proof above rests on this.
const _: () = assert!(needs_drop::<SlabPlace>());

/// Where a slab's brand ends. The name shows in messages as that of [`ScopeEnd`] does.
#[must_use]
pub struct SlabEnd<'id>(Guard<'id>);

impl<'id> SlabEnd<'id> {
    /// Brands a place.
    ///
    /// # Safety
    /// `place` is a local (of a function or future) which is never moved, nor named again after this call, and the result is
    /// the local declared right after it, bound for good, of which [`slab`](Self::slab) is called once.
    #[inline(always)]
    pub unsafe fn new<P: Is<SlabPlace>>(_: &'id P) -> Self {
        // SAFETY: the caller expands the pattern that makes `'id` unique.
        Self(unsafe { Guard::new(Id::new()) })
    }

    /// What the slab is made of.
    #[inline(always)]
    pub fn slab<'mcx: 'id>(&self, cx: MemCx<'mcx>) -> NewSlab<'id, 'mcx> {
        // SAFETY: the brand is unique, and this is called once, as the caller of `new` has promised.
        unsafe { NewSlab::new(cx, Id::new()) }
    }
}

impl Drop for SlabEnd<'_> {
    // Empty: what matters is that dropping is a use of `'id`.
    #[inline(always)]
    fn drop(&mut self) {}
}
