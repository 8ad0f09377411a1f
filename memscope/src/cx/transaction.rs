//! Transactions: a scope whose memory goes to the scope around it, if all went well.

use core::marker::PhantomData;
use core::ptr::NonNull;

use generativity::Id;

use super::{Carried, MemCx};
use crate::keep::{At, Keepable};
use crate::region::{Budget, Draft, Lent, Region, Site, Stub};

/// Says that `'cx` outlives `'tx`, so that what a transaction makes may refer to what was there before. There is nothing
/// to do with it: the compiler knows by its type.
pub struct Inside<'tx, 'cx>(PhantomData<&'tx &'cx ()>);

impl Inside<'_, '_> {
    #[inline(always)]
    pub(crate) const fn new() -> Self {
        Self(PhantomData)
    }
}

const SITE: &Site = &Site::new("transaction", file!(), line!());

impl<'cx> MemCx<'cx> {
    /// Runs `f` in a scope of its own, whose memory becomes this scope's if `f` returns `Ok`: what was made in it lives
    /// on, without a copy, and what `f` returned has this scope's lifetime. After `Err`, or a panic, it is gone.
    ///
    /// `F` is the type of the result in the manner of [`Kept`](crate::Kept): a type with `#[derive(Keepable)]`, or a
    /// reference to plain data. It must hold no handle, which `#[derive(Carried)]` proves: see [`Carried`].
    ///
    /// ```
    /// use memscope::{scope, Carried, Keepable};
    /// use std::num::ParseIntError;
    ///
    /// #[derive(Keepable, Carried)]
    /// struct Row<'mcx> { name: &'mcx str, values: &'mcx [u32] }
    ///
    /// fn row<'cx>(cx: memscope::MemCx<'cx>, line: &str) -> Result<Row<'cx>, ParseIntError> {
    ///     cx.transaction::<Row<'static>, _>(|tx, _| {
    ///         let mut fields = line.split(',');
    ///         let name = tx.alloc_str(fields.next().unwrap_or_default());
    ///         let mut values = tx.vec();
    ///         for field in fields {
    ///             values.push(field.parse()?);          // what was made so far is gone
    ///         }
    ///         Ok(Row { name, values: values.into_slice() })
    ///     })
    /// }
    ///
    /// scope!(cx);
    /// assert!(row(cx, "a,1,x").is_err());
    /// let row = row(cx, "b,1,2").unwrap();
    /// assert_eq!((row.name, row.values), ("b", &[1, 2][..]));
    /// ```
    ///
    /// [`scope!`](crate::scope!) and [`#[scoped]`](macro@crate::scoped) do the same with the option `try`.
    ///
    /// **Cost.** That of an inner scope, and a call at the end which links its chunks, if it needed any.
    ///
    /// # Errors
    /// What `f` returns.
    ///
    /// # Panics
    /// If this scope is just asking the heap or its source for memory: a coroutine, with a stack of its own, can return from `f`
    /// then. What was made is gone, as after any other panic.
    #[inline]
    pub fn transaction<F, E>(
        self,
        f: impl for<'tx> FnOnce(MemCx<'tx>, Inside<'tx, 'cx>) -> Result<At<'tx, F>, E>,
    ) -> Result<At<'cx, F>, E>
    where
        F: for<'m> Keepable<'m>,
        for<'m> At<'m, F>: Carried,
        F::Rest: 'cx,
    {
        expansion::transaction(self, SITE, f)
    }

    /// [`transaction`](Self::transaction) in a region that goes on in `lent`.
    #[inline]
    fn commit_if<F, E>(
        region: Region,
        lent: Lent<'cx>,
        f: impl for<'tx> FnOnce(MemCx<'tx>, Inside<'tx, 'cx>) -> Result<At<'tx, F>, E>,
    ) -> Result<At<'cx, F>, E>
    where
        F: for<'m> Keepable<'m>,
        for<'m> At<'m, F>: Carried,
        F::Rest: 'cx,
    {
        let (lent, region) = (lent, region); // in the order in which they end
        let stub = Stub::new();
        // SAFETY: all three are locals that stay in place; the draft, declared last, goes first.
        let draft = unsafe { Draft::begin(&region, &stub, &lent) };
        // SAFETY: the region is a local which stays in place while the handle is used. `f` takes every lifetime, so to it
        // this one is like no other.
        let root = f(unsafe { MemCx::new(NonNull::from(&region), Id::new()) }, Inside::new())?;
        draft.check(&lent);
        // SAFETY: `f` has returned, so the handles in it are gone, and there is none in what it returned, which is `Carried`.
        unsafe { draft.commit(lent) };
        // SAFETY: the two types differ in a lifetime only. `f` takes every lifetime that the rest of `F` outlives, hence also
        // `'cx`, and what it does knows no lifetimes: what it returned is right for `'cx`, if all that is there for `'tx` alone
        // lives on. The memory does, as the parent's. The region does not, but only a handle leads to it.
        Ok(unsafe { lengthen::<F>(root) })
    }
}

/// # Safety
/// What `root` refers to in its own memory lives for `'cx`.
#[inline(always)]
pub(crate) unsafe fn lengthen<'cx, F: for<'m> Keepable<'m>>(root: At<'_, F>) -> At<'cx, F> {
    let root = core::mem::ManuallyDrop::new(root);
    // SAFETY: one type but for a lifetime, on which no layout depends; moved out once.
    unsafe { (&raw const root).cast::<At<'cx, F>>().read() }
}

pub(crate) mod expansion {
    //! What the forms with `try` expand to.

    use super::{At, Budget, Carried, Inside, Keepable, Lent, MemCx, Region, Site};

    /// A transaction for a body that returns a `Result`.
    #[inline]
    pub fn transaction<'cx, F, E>(
        parent: MemCx<'cx>,
        site: &'static Site,
        f: impl for<'tx> FnOnce(MemCx<'tx>, Inside<'tx, 'cx>) -> Result<At<'tx, F>, E>,
    ) -> Result<At<'cx, F>, E>
    where
        F: for<'m> Keepable<'m>,
        for<'m> At<'m, F>: Carried,
        F::Rest: 'cx,
    {
        let lent = Lent::new(parent);
        // SAFETY: both locals move into `commit_if` in the order in which they end, and `lent` serves this region alone.
        let region = unsafe { Region::inner(&lent, site) };
        MemCx::commit_if::<F, E>(region, lent, f)
    }

    /// The same for a body that returns an `Option`.
    #[inline]
    pub fn transaction_option<'cx, F>(
        parent: MemCx<'cx>,
        site: &'static Site,
        f: impl for<'tx> FnOnce(MemCx<'tx>, Inside<'tx, 'cx>) -> Option<At<'tx, F>>,
    ) -> Option<At<'cx, F>>
    where
        F: for<'m> Keepable<'m>,
        for<'m> At<'m, F>: Carried,
        F::Rest: 'cx,
    {
        transaction::<F, ()>(parent, site, |tx, inside| f(tx, inside).ok_or(())).ok()
    }

    /// [`transaction`] in a scope that may hold so many bytes until it is committed.
    #[inline]
    pub fn transaction_limited<'cx, F, E>(
        parent: MemCx<'cx>,
        limit: usize,
        site: &'static Site,
        f: impl for<'tx> FnOnce(MemCx<'tx>, Inside<'tx, 'cx>) -> Result<At<'tx, F>, E>,
    ) -> Result<At<'cx, F>, E>
    where
        F: for<'m> Keepable<'m>,
        for<'m> At<'m, F>: Carried,
        F::Rest: 'cx,
    {
        let lent = Lent::new(parent);
        let budget = Budget::new(limit, site);
        // SAFETY: as above; the budget stays here until the region has ended.
        let region = unsafe { Region::inner_on(&lent, &budget) };
        MemCx::commit_if::<F, E>(region, lent, f)
    }

    /// [`transaction_option`] in a scope that may hold so many bytes until it is committed.
    #[inline]
    pub fn transaction_option_limited<'cx, F>(
        parent: MemCx<'cx>,
        limit: usize,
        site: &'static Site,
        f: impl for<'tx> FnOnce(MemCx<'tx>, Inside<'tx, 'cx>) -> Option<At<'tx, F>>,
    ) -> Option<At<'cx, F>>
    where
        F: for<'m> Keepable<'m>,
        for<'m> At<'m, F>: Carried,
        F::Rest: 'cx,
    {
        transaction_limited::<F, ()>(parent, limit, site, |tx, inside| f(tx, inside).ok_or(())).ok()
    }
}
