//! The key of a scope's cells, and why there is one.

use core::fmt;

use generativity::Id;

use super::{Disjoint, Overlap};

/// Opens the [`MemCell`](super::MemCell)s of one scope: as `&key` to read, as `&mut key` to change.
///
/// Bound by the header's `key = k`; see [`scope!`](crate::scope!#cells). A [`Branded`](crate::Branded) owner has one too. A key
/// has no size, can be passed on and moved, also to another thread, but not copied: there is exactly one in each scope that asks
/// for it, and none in others. Whoever drops it closes the cells for good.
///
/// ```
/// use memscope::{scoped, MemCell, MemCx, MemKey};
///
/// #[scoped(key = k)]
/// fn collatz(n: u64) -> u32 {
///     let steps = cx.alloc(MemCell::new(0));
///     run(n, steps, &mut k);
///     *steps.get(&k)
/// }
/// fn run<'m>(n: u64, steps: &MemCell<'m, u32>, key: &mut MemKey<'m>) {
///     if n != 1 {
///         *steps.get_mut(key) += 1;
///         run(if n % 2 == 0 { n / 2 } else { 3 * n + 1 }, steps, key);
///     }
/// }
/// assert_eq!(collatz(6), 8);
/// ```
///
/// # Why there is no second one
///
/// *Claim.* While a reference that was got with a key is alive, there is no other key of the same lifetime.
///
/// 1. *Where it comes from.* `ScopeEnd::key` is `unsafe`, and an expansion calls it once for its `ScopeEnd`, which is a local
///    that nobody can name. But for `Branded`, no other code makes a key, it has no `Clone`, and a handle does not lead to it.
/// 2. *Two scopes.* A key is invariant in its lifetime, so it is a carrier of the scope's brand. A reference got with it
///    borrows it, so that the brand's lifetime is alive as long as the reference is. Hence two keys of one lifetime, or a key
///    and a reference got with another, are what `brand.rs` proves impossible.
/// 3. *A [`Kept`](crate::Kept)* has none of its own. Its closures take every lifetime, but one that sees the root as `&'s Root<'m>` may
///    believe that `'m: 's`. If `'s` is `'static`, as it is for owners that were leaked, so is `'m`: two of them would have two
///    keys of one lifetime in their roots. (An owner's cells can have an open scope's lifetime in the same manner, and open with
///    its key, while the owner is borrowed for all of it.) A [`Branded`](crate::Branded) lends its root for every `'s`, so that
///    there is nothing to believe, and each has one key, which its root holds: the proof is in `branded.rs`.
/// 4. *Transactions* give what they made the lifetime of the parent. With a key of its own, a reference `&'tx mut T` that
///    was got by it (the key itself may stand in the scope, and be borrowed for all of `'tx`) would go on to live beside
///    the parent's key, which opens the same cell. Hence they have none: a header with both does not compile. Without a key
///    no cell of `'tx` was ever opened, so the result is right as one of the parent's.
///
/// That the cells themselves can be made with any lifetime does no harm: they lead to nothing but a request for a key.
pub struct MemKey<'mcx> {
    // `Send` and `Sync`: a key has no memory of its thread, or any; what may cross threads is for the cells to say.
    _scope: Id<'mcx>,
}

impl<'mcx> MemKey<'mcx> {
    /// # Safety
    /// This is the only key of this lifetime: see the type.
    #[inline(always)]
    pub(crate) unsafe fn new(scope: Id<'mcx>) -> Self {
        Self { _scope: scope }
    }

    /// Opens several cells at once, to change them: a tuple of two to eight references to cells of any types, also unsized
    /// ones, or an array of references.
    ///
    /// ```
    /// use memscope::{scope, MemCell};
    ///
    /// scope!(cx, key = k);
    /// let [a, b] = [String::from("to be"), String::new()].map(MemCell::new);
    /// let n = MemCell::new(2);
    /// if let Ok((a, b, n)) = k.get_disjoint_mut((&a, &b, &n)) {
    ///     b.push_str(&a.split_off(*n));
    /// }
    /// assert_eq!((&**a.get(&k), &**b.get(&k)), ("to", " be"));
    /// assert!(k.get_disjoint_mut([&a, &b, &a]).is_err());
    /// ```
    ///
    /// **Cost.** Each two are compared by their addresses.
    ///
    /// # Errors
    /// If two of them overlap: they are one cell, or one is a part of the other, such as an element of a slice. A value of
    /// size zero counts as one byte, since one that stands twice at an address cannot be told from one that is given twice.
    #[inline]
    pub fn get_disjoint_mut<'k, C: Disjoint<'k, 'mcx>>(&'k mut self, cells: C) -> Result<C::Values, Overlap> {
        cells.open(self)
    }
}

impl fmt::Debug for MemKey<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MemKey")
    }
}
