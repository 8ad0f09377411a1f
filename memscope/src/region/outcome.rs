//! What becomes of a request that cannot be met: an error, or a panic.

use core::ptr::NonNull;

use super::Region;
use super::refill::Found;
use crate::cx::ok;
use crate::error::AllocError;

/// How a function tells that there is no memory. It and its `try_` twin share their body, of which this is a parameter:
/// were the twin's `Result` made a panic outside, the code would be worse wherever the two are inlined. What is a call anyhow does
/// that, by [`ok`].
pub(crate) trait Outcome {
    /// What the function returns.
    type Of<T>;

    fn of<T>(result: Result<T, AllocError>) -> Self::Of<T>;

    fn map<T, U>(value: Self::Of<T>, f: impl FnOnce(T) -> U) -> Self::Of<U>;

    /// Stores the state that the slow path has left, and looks at what it found.
    fn settle(region: &Region, found: Found<'_>) -> Self::Of<NonNull<u8>>;
}

/// The functions whose names begin with `try_`.
pub(crate) enum Tries {}

impl Outcome for Tries {
    type Of<T> = Result<T, AllocError>;

    #[inline(always)]
    fn of<T>(result: Result<T, AllocError>) -> Self::Of<T> {
        result
    }

    #[inline(always)]
    fn map<T, U>(value: Self::Of<T>, f: impl FnOnce(T) -> U) -> Self::Of<U> {
        value.map(f)
    }

    #[inline(always)]
    fn settle(region: &Region, found: Found<'_>) -> Self::Of<NonNull<u8>> {
        region.restore(found.state);
        // SAFETY: where nothing is found, the error is written.
        NonNull::new(found.start).ok_or_else(|| unsafe { found.state.error.assume_init() })
    }
}

/// The others: a panic with the error's text at the caller's place.
pub(crate) enum Panics {}

impl Outcome for Panics {
    type Of<T> = T;

    #[inline(always)]
    #[track_caller]
    fn of<T>(result: Result<T, AllocError>) -> T {
        ok(result)
    }

    #[inline(always)]
    fn map<T, U>(value: T, f: impl FnOnce(T) -> U) -> U {
        f(value)
    }

    /// The state is restored before the check, as that may unwind; and once more, so that none of it has to live in a
    /// register across the check.
    #[inline(always)]
    #[track_caller]
    fn settle(region: &Region, found: Found<'_>) -> NonNull<u8> {
        region.restore(found.state);
        let found = checked(found);
        region.restore(found.state);
        // SAFETY: `checked` returns nothing else.
        unsafe { NonNull::new_unchecked(found.start) }
    }
}

/// Panics if there is nothing. What is found passes through, so that the cold block in the user's function has one way
/// on: with a branch to what never returns, LLVM cannot tell where that block ends, and makes its frame at the
/// function's start, for the fast path as well.
#[cold]
#[inline(never)]
#[track_caller]
fn checked(found: Found<'_>) -> Found<'_> {
    if found.start.is_null() {
        // SAFETY: where nothing is found, the error is written.
        unsafe { found.state.error.assume_init() }.raise()
    }
    found
}
