//! Families: types in which one lifetime can be exchanged for another.

use crate::boxed::MemBox;
use crate::deque::MemDeque;
use crate::string::MemString;
use crate::thin::ThinVec;
use crate::vec::MemVec;

/// A type that can be the root of an owner: it names the lifetime of what it was built in, and that lifetime can be
/// exchanged. `#[derive(Keepable)]` writes it, and [`Family`].
///
/// [`At<'m, Ast<'static>>`](At) is `Ast<'m>`. So the owner's type, [`Kept<Ast<'static>>`](crate::Kept), says nothing of
/// its own memory, and its closures see the root with a lifetime that nothing else has.
///
/// A type that hides what it borrows, in a trait object of the scope, has to say that this outlives the scope:
///
/// ```
/// use memscope::{Keepable, Kept};
///
/// #[derive(Keepable)]
/// struct Lazy<'src: 'mcx, 'mcx> {
///     words: &'mcx (dyn Fn() -> usize + 'mcx),
///     of: &'src str,
/// }
///
/// fn lazy<'src>(of: &'src str) -> Kept<Lazy<'src, 'src>> {
///     Kept::new(|cx| Lazy { words: cx.alloc(move || of.split(' ').count()), of })
/// }
/// ```
///
/// The trait can be implemented by hand, in safe code: nothing is believed that the compiler has not checked.
///
/// `Bound` is never given. A type often asks that what else it borrows outlives `'m`. This makes it so wherever the trait
/// is used; a type that would need the reverse does not compile. It speaks of `Rest`, and not of `Self`: the lifetime
/// that is exchanged is in `Self` but need not be in `At`, so that the compiler, where it infers `Self` from `At`, may
/// take it for any, and the bound for a promise about that.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the root of an owner: no lifetime in it can be exchanged",
    label = "not `Keepable`",
    note = "put `#[derive(Keepable)]` on the type; a reference must be to plain data: `Kept<&'static str>`"
)]
pub trait Keepable<'m, Bound = &'m <Self as Family>::Rest>: Family {
    /// The type, with `'m` as the lifetime of what it was built in.
    type At: Family<Rest = Self::Rest>;
}

/// What stays when the lifetime of a [`Keepable`] type is exchanged.
///
/// ```
/// use memscope::{Family, Keepable};
/// use std::marker::PhantomData;
///
/// // What `#[derive(Keepable)]` writes:
/// struct Ast<'src, 'mcx, T> {
///     name: &'src str,
///     items: &'mcx [T],
/// }
///
/// impl<'src, T> Family for Ast<'src, '_, T> {
///     type Rest = (&'src (), PhantomData<T>);
/// }
///
/// impl<'m, 'src, T> Keepable<'m> for Ast<'src, '_, T> {
///     type At = Ast<'src, 'm, T>;
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the root of an owner: no lifetime in it can be exchanged",
    label = "not `Keepable`",
    note = "put `#[derive(Keepable)]` on the type; a reference must be to plain data: `Kept<&'static str>`"
)]
pub trait Family {
    /// The other lifetimes and the parameters of the type, in any form: `(&'src (), PhantomData<T>)`, or `()`.
    type Rest: ?Sized;
}

/// A family whose roots may be made of those of `F`: of both the same stays, so that what a root hides, the owner's type
/// still names. Nobody can claim it of other families, for nobody can name this trait.
#[diagnostic::on_unimplemented(
    message = "a root of `{F}` may borrow what `{Self}` does not name",
    label = "its root cannot become one of `{Self}`",
    note = "but for the scope's lifetime, both types need the same lifetimes and type parameters, in the same order"
)]
pub trait Successor<F> {}

#[diagnostic::do_not_recommend]
impl<F: Family, G: Family<Rest = F::Rest>> Successor<F> for G {}

/// The type `F`, with `'m` as the lifetime of what it was built in.
pub type At<'m, F> = <F as Keepable<'m>>::At;

/// A family in which a longer lifetime does for a shorter one, so that [`Kept::get`](crate::Kept::get) can show the
/// root without a closure. `#[derive(Covariant)]` writes it, beside `Keepable`.
///
/// The body of [`shorten`](Self::shorten) is `{ root }`: the compiler itself decides whether that is so. Types with a
/// `Cell`, or a brand ([`MemVec`], [`MemBox`], a handle), are not covariant.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not `Covariant`: its root can only be seen in a closure",
    label = "not `Covariant`",
    note = "use `with` in the place of `get`, or put `#[derive(Covariant)]` on the type"
)]
pub trait Covariant: for<'m> Keepable<'m> {
    /// The root, with a shorter lifetime.
    fn shorten<'r, 'short, 'long: 'short>(root: &'r At<'long, Self>) -> &'r At<'short, Self>
    where
        Self: 'long;
}

// What these hold is `'static`, which outlives everything.

impl<T: ?Sized + 'static> Family for &T {
    type Rest = ();
}

impl<'m, T: ?Sized + 'static> Keepable<'m> for &T {
    type At = &'m T;
}

impl<T: ?Sized + 'static> Covariant for &T {
    #[inline(always)]
    fn shorten<'r, 'short, 'long: 'short>(root: &'r &'long T) -> &'r &'short T
    where
        Self: 'long,
    {
        root
    }
}

impl<T: ?Sized + 'static> Family for &mut T {
    type Rest = ();
}

impl<'m, T: ?Sized + 'static> Keepable<'m> for &mut T {
    type At = &'m mut T;
}

impl<T: ?Sized + 'static> Covariant for &mut T {
    #[inline(always)]
    fn shorten<'r, 'short, 'long: 'short>(root: &'r &'long mut T) -> &'r &'short mut T
    where
        Self: 'long,
    {
        root
    }
}

impl<T: ?Sized + 'static> Family for MemBox<'_, T> {
    type Rest = ();
}

impl<'m, T: ?Sized + 'static> Keepable<'m> for MemBox<'_, T> {
    type At = MemBox<'m, T>;
}

impl<T: 'static> Family for MemVec<'_, T> {
    type Rest = ();
}

impl<'m, T: 'static> Keepable<'m> for MemVec<'_, T> {
    type At = MemVec<'m, T>;
}

impl<T: 'static> Family for ThinVec<'_, T> {
    type Rest = ();
}

#[diagnostic::do_not_recommend]
impl<'m, T: 'static> Keepable<'m> for ThinVec<'_, T> {
    type At = ThinVec<'m, T>;
}

impl<T: 'static> Family for MemDeque<'_, T> {
    type Rest = ();
}

#[diagnostic::do_not_recommend]
impl<'m, T: 'static> Keepable<'m> for MemDeque<'_, T> {
    type At = MemDeque<'m, T>;
}

impl Family for MemString<'_> {
    type Rest = ();
}

impl<'m> Keepable<'m> for MemString<'_> {
    type At = MemString<'m>;
}
