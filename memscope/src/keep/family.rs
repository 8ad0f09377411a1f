//! Families: types in which one lifetime can be exchanged for another.

use crate::boxed::MemBox;
use crate::string::MemString;
use crate::vec::MemVec;

/// A type that can be the root of an owner: it names the lifetime of what it was built in, and that lifetime can be
/// exchanged. `#[derive(Keepable)]` writes it.
///
/// [`At<'m, Ast<'static>>`](At) is `Ast<'m>`. So the owner's type, [`Kept<Ast<'static>>`](crate::Kept), says nothing of
/// its own memory, and its closures see the root with a lifetime that nothing else has.
///
/// `Bound` is never given. It makes `&'m Self` well-formed wherever the trait is used, hence whatever else `Self`
/// borrows outlives `'m`; a type that would need the reverse does not compile. The trait can be implemented by hand, in
/// safe code: nothing is believed that the compiler has not checked.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the root of an owner: no lifetime in it can be exchanged",
    label = "not `Keepable`",
    note = "put `#[derive(Keepable)]` on the type; a reference must be to plain data: `Kept<&'static str>`"
)]
pub trait Keepable<'m, Bound = &'m Self> {
    /// The type, with `'m` as the lifetime of what it was built in.
    type At;
}

/// The type `F`, with `'m` as the lifetime of what it was built in.
pub type At<'m, F> = <F as Keepable<'m>>::At;

/// A family in which a longer lifetime does for a shorter one, so that [`Kept::get`](crate::Kept::get) can show the
/// root without a closure. `#[derive(Covariant)]` writes it, beside `Keepable`.
///
/// The body of [`shorten`](Self::shorten) is `{ root }`: the compiler itself decides whether that is so. Types with a
/// `Cell`, or a brand ([`MemVec`], [`MemBox`], a handle), are not covariant.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not `Covariant`: its root can only be seen in a closure",
    label = "use `with` in the place of `get`, or put `#[derive(Covariant)]` on the type"
)]
pub trait Covariant: for<'m> Keepable<'m> {
    /// The root, with a shorter lifetime.
    fn shorten<'r, 'short, 'long: 'short>(root: &'r At<'long, Self>) -> &'r At<'short, Self>
    where
        Self: 'long;
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

impl<'m, T: ?Sized + 'static> Keepable<'m> for MemBox<'_, T> {
    type At = MemBox<'m, T>;
}

impl<'m, T: 'static> Keepable<'m> for MemVec<'_, T> {
    type At = MemVec<'m, T>;
}

impl<'m> Keepable<'m> for MemString<'_> {
    type At = MemString<'m>;
}
