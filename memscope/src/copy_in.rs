//! Deep copies: a value with all that it refers to, made anew in another scope.

mod chain;
mod containers;
mod heap;
mod parts;
mod plain;

use core::mem::needs_drop;

pub use chain::copy_chain;
pub use plain::{share, share_slice};

use crate::cx::{MemCx, ok};
use crate::error::AllocError;
use crate::keep::InScope;
use crate::vec::MemVec;

/// Can be copied into a scope, with everything that it refers to. `#[derive(CopyIn)]` writes it, field by field.
///
/// The copy borrows nothing of the original's scope: `&'a T` becomes `&'to T::Copy`, a [`MemVec`] one of the new scope,
/// a handle the new handle.
///
/// ```
/// use memscope::{scope, CopyIn, MemCx};
///
/// #[derive(CopyIn)]
/// struct Tree<'mcx> { label: &'mcx str, children: &'mcx [Tree<'mcx>] }
///
/// fn parse<'mcx>(cx: MemCx<'mcx>, text: &str) -> Tree<'mcx> {
///     let children = text.chars().map(|c| Tree { label: cx.alloc_fmt(format_args!("{c}")), children: &[] });
///     Tree { label: cx.alloc_str(text), children: cx.alloc_iter(children) }
/// }
///
/// scope!(cx);
/// let kept = {
///     scope!(tmp in cx);
///     parse(tmp, "ab").copy_in(cx)    // what was parsed goes with `tmp`, its copy stays
/// };
/// assert_eq!((kept.label, kept.children[1].label), ("ab", "b"));
/// ```
///
/// * Plain values are copied bit by bit, slices of them and strings in one piece.
/// * `String`, `Vec`, `Box` and the other collections of std get memory of their own, `Rc` and `Arc` one more owner. They have
///   destructors, so they may stand where an owner drops them, a [`MemBox`](crate::MemBox), say; behind a plain reference they
///   are refused when the program is built, as by [`MemCx::alloc`].
/// * A value that is referred to twice is copied twice, and a cycle never ends.
/// * As by `clone`, a `RefCell` is borrowed, which panics if it is borrowed mutably.
///
/// If the memory cannot be had or a copy panics, what was made until then is dropped, and its memory stays with the
/// scope.
///
/// The idea is `CloneIn` of the `oxc_allocator` crate.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be copied into a scope",
    label = "is not `CopyIn`",
    note = "put `#[derive(CopyIn)]` on the type; a field of another type can be marked `#[copy_in(share)]`, `(clone)` or \
            `(skip)`"
)]
pub trait CopyIn<'to> {
    /// The type, with `'to` as the lifetime of what it is made of.
    type Copy: 'to;

    /// As [`copy_in`](Self::copy_in).
    ///
    /// # Errors
    /// If the memory cannot be had.
    fn try_copy_in(&self, cx: MemCx<'to>) -> Result<Self::Copy, AllocError>;

    /// Copies the value and all that it refers to into the scope.
    ///
    /// # Panics
    /// If the memory cannot be had.
    #[inline]
    #[track_caller]
    fn copy_in(&self, cx: MemCx<'to>) -> Self::Copy {
        ok(self.try_copy_in(cx))
    }

    /// Copies several values side by side. What can be copied bit by bit is copied in one piece.
    ///
    /// # Errors
    /// If the memory cannot be had.
    #[inline]
    fn try_copy_slice_in(values: &[Self], cx: MemCx<'to>) -> Result<MemVec<'to, Self::Copy>, AllocError>
    where
        Self: Sized,
    {
        let mut copies: MemVec<'to, Self::Copy> = MemVec::try_with_capacity_in(values.len(), cx)?;
        for (i, value) in values.iter().enumerate() {
            let copy = value.try_copy_in(cx)?;
            // SAFETY: there is room for one copy of each, and those before this one are made.
            unsafe {
                copies.as_mut_ptr().add(i).write(copy);
                copies.set_len(i + 1);
            }
        }
        Ok(copies)
    }
}

/// Refuses, when the program is built, a copy behind a reference that nobody would drop.
#[track_caller]
const fn no_destructor<T>() {
    assert!(
        !needs_drop::<T>(),
        "behind a reference, this type's copy has a destructor, which a scope does not run: hold the value in a `MemBox`, or \
         text in a `&str`"
    );
}

/// `#[keep(with = x, copy)]`: a copy of `value` that lives as long as `x`.
#[inline]
#[track_caller]
pub fn keep_copy<'k, X, T>(x: &X, value: &T) -> T::Copy
where
    X: InScope<'k> + ?Sized,
    T: CopyIn<'k> + ?Sized,
{
    value.copy_in(x.cx())
}
