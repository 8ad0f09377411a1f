//! Errors and contexts at the `?`.

use core::error::Error;
use core::fmt;

use super::alloc::AllocError;
use super::scoped::ScopedError;
use crate::cx::MemCx;

/// Moves errors of other kinds into a scope: `result.adopt_in(cx)?`.
pub trait AdoptIn<T, E> {
    /// The value, or the error as a [`ScopedError`]: see [`ScopedError::adopt`].
    ///
    /// ```
    /// use memscope::{scope, AdoptIn, MemCx, ScopedError};
    ///
    /// fn sum<'mcx>(cx: MemCx<'mcx>, line: &str) -> Result<u32, ScopedError<'mcx>> {
    ///     line.split(' ').map(|word| word.parse::<u32>().adopt_in(cx)).sum()
    /// }
    /// scope!(cx);
    /// assert_eq!(sum(cx, "1 2 3").unwrap(), 6);
    /// assert_eq!(sum(cx, "1 2 x").unwrap_err().to_string(), "invalid digit found in string");
    /// ```
    fn adopt_in<'e>(self, cx: MemCx<'e>) -> Result<T, ScopedError<'e>>
    where
        E: Adoptable;
}

impl<T, E> AdoptIn<T, E> for Result<T, E> {
    #[inline]
    fn adopt_in<'e>(self, cx: MemCx<'e>) -> Result<T, ScopedError<'e>>
    where
        E: Adoptable,
    {
        self.map_err(|error| ScopedError::adopt(cx, error))
    }
}

/// An error of another kind that a scope can adopt: `Send + Sync + 'static`, as most are. Those that are not leave
/// their text, `error_in!(cx, "{error}")`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be adopted as an error",
    label = "is not `Error + Send + Sync + 'static`",
    note = "take its text instead: `result.map_err(|error| error_in!(cx, \"{{error}}\"))`"
)]
pub trait Adoptable: Error + Send + Sync + 'static {}

#[diagnostic::do_not_recommend]
impl<E: Error + Send + Sync + 'static> Adoptable for E {}

/// Says what was being done when something failed: `result.context_in(cx, format_args!("row {n}"))?`.
///
/// For results whose error is a [`ScopedError`] or an [`AllocError`], which becomes the cause; and for options, where
/// what is missing has no cause. Errors of other kinds are [adopted](AdoptIn) before, since that takes memory of its
/// own and hands them to the scope.
///
/// ```
/// use memscope::{scope, ContextIn, MemCx, ScopedError};
///
/// fn rows<'mcx>(cx: MemCx<'mcx>, table: &str, n: usize) -> Result<&'mcx [u64], ScopedError<'mcx>> {
///     let name = table.strip_suffix(".csv").context_in(cx, format_args!("`{table}` is no table"))?;
///     Ok(cx.try_alloc_slice_default(n).with_context_in(cx, |f| write!(f, "{n} rows of {name}"))?)
/// }
/// scope!(cx, limit = 4096);
/// assert_eq!(rows(cx, "prices", 8).unwrap_err().to_string(), "`prices` is no table");
/// let error = rows(cx, "prices.csv", 10_000).unwrap_err();
/// assert!(format!("{error:#}").starts_with("10000 rows of prices: scope `cx` cannot allocate 80000 bytes"));
/// assert_eq!(error.refused().unwrap().size(), 80_000);
/// ```
pub trait ContextIn<T, E>: Sized {
    /// The value, or an error with this text. It is formatted only then; on the happy path the references to its
    /// arguments are all that is made.
    fn context_in<'e>(self, cx: MemCx<'e>, context: fmt::Arguments<'_>) -> Result<T, ScopedError<'e>>
    where
        E: Linked<'e>;

    /// As [`context_in`](Self::context_in), with a text that a function writes: for what must be computed first.
    fn with_context_in<'e>(
        self,
        cx: MemCx<'e>,
        context: impl Fn(&mut fmt::Formatter<'_>) -> fmt::Result,
    ) -> Result<T, ScopedError<'e>>
    where
        E: Linked<'e>,
    {
        struct Written<F>(F);
        impl<F: Fn(&mut fmt::Formatter<'_>) -> fmt::Result> fmt::Display for Written<F> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0(f)
            }
        }
        self.context_in(cx, format_args!("{}", Written(context)))
    }
}

impl<T, E> ContextIn<T, E> for Result<T, E> {
    #[inline]
    fn context_in<'e>(self, cx: MemCx<'e>, context: fmt::Arguments<'_>) -> Result<T, ScopedError<'e>>
    where
        E: Linked<'e>,
    {
        self.map_err(|error| error.link(cx, context))
    }
}

impl<T> ContextIn<T, ()> for Option<T> {
    #[inline]
    fn context_in<'e>(self, cx: MemCx<'e>, context: fmt::Arguments<'_>) -> Result<T, ScopedError<'e>>
    where
        (): Linked<'e>,
    {
        self.ok_or_else(|| ScopedError::new(cx, context))
    }
}

/// What a context in a scope can be put above without a destructor being left to somebody.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no error of a scope",
    label = "needs a `ScopedError` below the context",
    note = "let the scope adopt an error of another kind first: `result.adopt_in(cx).context_in(cx, …)`"
)]
pub trait Linked<'e> {
    /// The error that has the context above this.
    fn link(self, cx: MemCx<'e>, context: fmt::Arguments<'_>) -> ScopedError<'e>;
}

#[diagnostic::do_not_recommend]
impl<'e> Linked<'e> for ScopedError<'e> {
    fn link(self, cx: MemCx<'e>, context: fmt::Arguments<'_>) -> ScopedError<'e> {
        self.context_in(cx, context)
    }
}

#[diagnostic::do_not_recommend]
impl<'e> Linked<'e> for AllocError {
    fn link(self, cx: MemCx<'e>, context: fmt::Arguments<'_>) -> ScopedError<'e> {
        ScopedError::from(self).context_in(cx, context)
    }
}

#[diagnostic::do_not_recommend]
impl<'e> Linked<'e> for () {
    fn link(self, cx: MemCx<'e>, context: fmt::Arguments<'_>) -> ScopedError<'e> {
        ScopedError::new(cx, context)
    }
}
