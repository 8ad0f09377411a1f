//! What may follow `with`: who can keep another value alive, and where it does so.

use core::marker::PhantomData;
use core::mem::needs_drop;
use core::ptr::NonNull;

use super::owner::Beside;
use crate::cx::{MemCx, ok};
use crate::deque::MemDeque;
use crate::error::AllocError;
use crate::pool::MemPool;
use crate::region::{Outcome, Panics, Region, Tries};
use crate::string::MemString;
use crate::vec::MemVec;

/// Belongs to a scope, and can name it. `#[derive(InScope)]` writes it for a type with a field that does.
///
/// Handles, vectors, strings, maps and pools do. A [`MemBox`](crate::MemBox) or a plain reference does not: it is in a scope,
/// but one word has no room to say where.
///
/// ```
/// use memscope::{scope, InScope, MemCx};
///
/// fn beside<'mcx>(x: &impl InScope<'mcx>, text: &str) -> &'mcx str {
///     x.cx().alloc_str(text)
/// }
/// scope!(cx);
/// let list = cx.vec::<u32>();
/// assert_eq!(beside(&list, "kept"), "kept");
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not belong to a scope that it can name",
    label = "has no handle",
    note = "handles, vectors, strings and maps have one; `#[derive(InScope)]` is for types with such a field"
)]
pub trait InScope<'mcx> {
    /// The handle of the scope.
    fn cx(&self) -> MemCx<'mcx>;
}

impl<'mcx> InScope<'mcx> for MemCx<'mcx> {
    #[inline(always)]
    fn cx(&self) -> MemCx<'mcx> {
        *self
    }
}

impl<'mcx, T> InScope<'mcx> for MemVec<'mcx, T> {
    #[inline(always)]
    fn cx(&self) -> MemCx<'mcx> {
        Self::cx(self)
    }
}

#[diagnostic::do_not_recommend]
impl<'mcx, T> InScope<'mcx> for MemDeque<'mcx, T> {
    #[inline(always)]
    fn cx(&self) -> MemCx<'mcx> {
        Self::cx(self)
    }
}

impl<'mcx> InScope<'mcx> for MemString<'mcx> {
    #[inline(always)]
    fn cx(&self) -> MemCx<'mcx> {
        Self::cx(self)
    }
}

#[diagnostic::do_not_recommend]
impl<'mcx, T> InScope<'mcx> for MemPool<'mcx, T> {
    #[inline(always)]
    fn cx(&self) -> MemCx<'mcx> {
        Self::cx(self)
    }
}

#[cfg(feature = "serde")]
#[diagnostic::do_not_recommend]
impl<'mcx> InScope<'mcx> for crate::de::Dest<'_, 'mcx> {
    #[inline(always)]
    fn cx(&self) -> MemCx<'mcx> {
        Self::cx(*self)
    }
}

#[cfg(feature = "hashbrown")]
impl<'mcx, K, V, S> InScope<'mcx> for crate::map::MemMap<'mcx, K, V, S> {
    #[inline(always)]
    fn cx(&self) -> MemCx<'mcx> {
        *self.allocator()
    }
}

#[cfg(feature = "hashbrown")]
impl<'mcx, T, S> InScope<'mcx> for crate::map::MemSet<'mcx, T, S> {
    #[inline(always)]
    fn cx(&self) -> MemCx<'mcx> {
        *self.allocator()
    }
}

#[cfg(feature = "hashbrown")]
#[diagnostic::do_not_recommend]
impl<'mcx, T: crate::interner::Intern + ?Sized, S> InScope<'mcx> for crate::interner::Interner<'mcx, T, S> {
    #[inline(always)]
    fn cx(&self) -> MemCx<'mcx> {
        Self::cx(self)
    }
}

impl<'mcx, X: InScope<'mcx> + ?Sized> InScope<'mcx> for &X {
    #[inline(always)]
    fn cx(&self) -> MemCx<'mcx> {
        (**self).cx()
    }
}

impl<'mcx, X: InScope<'mcx> + ?Sized> InScope<'mcx> for &mut X {
    #[inline(always)]
    fn cx(&self) -> MemCx<'mcx> {
        (**self).cx()
    }
}

/// What may stand after `with`, by reference: it keeps a value alive for `'k`.
///
/// * `&x` where `x` is [`InScope`]: the value lives in its scope.
/// * `&owner` where `owner` is a [`Kept`](crate::Kept), a counted one, or a [`Branded`](crate::Branded): the value lives
///   beside its root, as long as the owner stays where it is.
/// * `(&a, &b)`, of two or three keepers: the value lives with `a`, which must outlive the others. Nothing is counted;
///   the wrong order does not compile.
#[diagnostic::on_unimplemented(
    message = "this cannot keep another value alive: `{Self}` belongs to no scope",
    label = "belongs to no scope",
    note = "a handle, a vector, a string, a map or an owner can, or a type with `#[derive(InScope)]`"
)]
pub trait Keeper<'k>: Sized {
    /// Where it keeps.
    #[doc(hidden)]
    fn place(self) -> Place<'k>;
}

#[diagnostic::do_not_recommend]
impl<'k, X: InScope<'k> + ?Sized> Keeper<'k> for &X {
    #[inline(always)]
    fn place(self) -> Place<'k> {
        Place::in_scope(self.cx())
    }
}

#[diagnostic::do_not_recommend]
impl<'a: 'b, 'b, A: Keeper<'a>, B: Keeper<'b>> Keeper<'a> for (A, B) {
    #[inline(always)]
    fn place(self) -> Place<'a> {
        self.0.place()
    }
}

#[diagnostic::do_not_recommend]
impl<'a: 'b + 'c, 'b, 'c, A: Keeper<'a>, B: Keeper<'b>, C: Keeper<'c>> Keeper<'a> for (A, B, C) {
    #[inline(always)]
    fn place(self) -> Place<'a> {
        self.0.place()
    }
}

/// Memory that stays for `'k`.
#[derive(Clone, Copy)]
#[must_use]
pub struct Place<'k>(Kind<'k>);

#[derive(Clone, Copy)]
enum Kind<'k> {
    /// A region that is open for `'k`.
    Scope(NonNull<Region>, PhantomData<&'k ()>),
    Owner(&'k Beside),
}

/// Refuses, when the program is built, what nobody would drop.
#[track_caller]
pub(super) const fn no_destructor<T>() {
    assert!(
        !needs_drop::<T>(),
        "this type has a destructor, which a scope does not run: hand the value to the scope with \
         `#[keep(with = …, adopt)]`, or own it with `cx.boxed(value)`"
    );
}

impl<'k> Place<'k> {
    #[inline(always)]
    fn in_scope<'mcx: 'k>(cx: MemCx<'mcx>) -> Self {
        Self(Kind::Scope(NonNull::from(cx.region()), PhantomData))
    }

    pub(super) fn beside(owner: &'k Beside) -> Self {
        Self(Kind::Owner(owner))
    }

    /// Keeps a value without a destructor.
    #[inline(always)]
    #[track_caller]
    pub fn keep<'s, T>(self, value: T) -> &'s mut T
    where
        'k: 's,
    {
        const { no_destructor::<T>() };
        self.put::<T, Panics>(value)
    }

    #[inline(always)]
    #[track_caller]
    pub(super) fn put<'s, T, O: Outcome>(self, value: T) -> O::Of<&'s mut T>
    where
        'k: 's,
    {
        match self.0 {
            // SAFETY: the region is open for `'k`, and the value is alone in fresh memory of it.
            Kind::Scope(region, _) => unsafe {
                O::map(region.as_ref().place::<T, O>(value), |mut place| place.as_mut())
            },
            Kind::Owner(beside) => O::of(beside.put(value)),
        }
    }

    /// Keeps a value that will be dropped where it is kept.
    #[inline]
    #[track_caller]
    pub fn adopt<'s, T: Send + 'static>(self, value: T) -> &'s mut T
    where
        'k: 's,
    {
        ok(match self.0 {
            // SAFETY: as for `put`; the region keeps the value as long as it is open.
            Kind::Scope(region, _) => unsafe { region.as_ref().adopt(value).map(|mut value| value.as_mut()) },
            Kind::Owner(beside) => beside.put(value),
        })
    }
}

/// Makes `value` live as long as `x` does: it is moved to where `x` keeps its own memory. What `#[keep(with = x)]`
/// and [`keep!`](crate::keep!) do, without a macro.
///
/// ```
/// use memscope::{keep_with, scope};
///
/// scope!(cx);
/// let mut names = cx.vec();
/// for word in "to be or not".split(' ') {
///     let entry: &mut (usize, &str) = keep_with(&names, (word.len(), word));
///     names.push(&*entry);
/// }
/// assert_eq!(*names[3], (3, "not"));
/// ```
///
/// A type with a destructor is refused when the program is built. Costs what [`MemCx::alloc`] costs; with an owner,
/// a request to the heap.
///
/// # Panics
/// If the memory cannot be had.
#[inline(always)]
#[track_caller]
pub fn keep_with<'k, 's, T>(x: impl Keeper<'k>, value: T) -> &'s mut T
where
    'k: 's,
{
    const { no_destructor::<T>() };
    x.place().put::<T, Panics>(value)
}

/// As [`keep_with`].
///
/// # Errors
/// If the memory cannot be had.
#[inline(always)]
#[track_caller]
pub fn try_keep_with<'k, 's, T>(x: impl Keeper<'k>, value: T) -> Result<&'s mut T, AllocError>
where
    'k: 's,
{
    const { no_destructor::<T>() };
    x.place().put::<T, Tries>(value)
}

/// `with = x`. A step of its own, so that the value may be made with what `x` is.
#[inline(always)]
pub fn keeper<'k>(x: impl Keeper<'k>) -> Place<'k> {
    x.place()
}

/// `with = x, using = a`: the memory is that of `a`, which outlives `x`; the value may be used as long as `x` lives.
#[inline(always)]
pub fn keeper_using<'a: 'x, 'x>(a: impl Keeper<'a>, x: impl Keeper<'x>) -> Place<'x> {
    let _ = x.place();
    a.place()
}
