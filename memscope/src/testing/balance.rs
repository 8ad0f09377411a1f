//! What a piece of code leaves in a scope.

use alloc::vec::Vec;

use crate::cx::MemCx;
use crate::keep::{newest_here, unreleased_here};

/// Runs `f`, which must leave nothing in the scope, nor keep anything by hand.
///
/// For code that works in a scope of its caller and returns what it took: after it there are as many bytes free in the
/// scope's window as before, there is no chunk more, and every [`Loose`](crate::Loose) of this thread was released. A block
/// that is freed, but is not the newest, stays until the scope ends: that counts as left. With the feature `checked`, or on a
/// source that sees every object, only what was not freed counts.
///
/// ```
/// use memscope::scope;
/// use memscope::testing::assert_balanced;
///
/// scope!(cx);
/// cx.alloc(1);
/// let length = assert_balanced(cx, || {
///     scope!(tmp in cx);
///     tmp.alloc_str("gone with the inner scope").len()
/// });
/// assert_eq!(length, 25);
/// ```
///
/// # Panics
/// If the scope holds more or less than before, with the difference in bytes; if there are more or fewer values that nobody has
/// released, with the file and line of each that is new.
#[track_caller]
pub fn assert_balanced<R>(cx: MemCx<'_>, f: impl FnOnce() -> R) -> R {
    let now = || (cx.region().held(), unreleased_here());
    let before = now();
    let result = f();
    let after = now();
    let (bytes, loose) = (after.0 - before.0, after.1 as isize - before.1 as isize);
    assert!(bytes == 0, "scope `{}` holds {bytes:+} bytes after what should leave nothing in it", cx.name());
    let new = newest_here(after.1.saturating_sub(before.1));
    assert!(loose == 0, "{loose:+} values are kept by hand after what should leave none; new are {new:?}");
    result
}

/// The file and line of each [`Loose`](crate::Loose) that this thread has kept and nobody has released, the oldest first.
///
/// ```
/// use memscope::{Loose, keep, testing};
///
/// let kept = keep!(String::from("by hand"));
/// assert_eq!(testing::unreleased(), [(file!(), line!() - 1)]);
/// Loose::release(kept);
/// assert!(testing::unreleased().is_empty());
/// ```
#[must_use]
pub fn unreleased() -> Vec<(&'static str, u32)> {
    newest_here(unreleased_here())
}
