//! What a scope without a limit says to a change of it.

use core::error::Error;
use core::fmt;

use crate::region::Site;

/// A scope was opened without a limit, so none can be [set](crate::MemCx::set_limit).
///
/// ```
/// memscope::scope!(cx);
/// let error = cx.set_limit(4096).unwrap_err();
/// assert_eq!(error.to_string(), "scope `cx` was opened without a limit of its own; open it with `limit = …`");
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Unlimited(pub(crate) &'static Site);

impl Unlimited {
    /// The name of the scope.
    #[must_use]
    pub const fn scope(&self) -> &'static str {
        self.0.name()
    }
}

impl fmt::Display for Unlimited {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "scope `{}` was opened without a limit of its own; open it with `limit = …`", self.scope())
    }
}

impl Error for Unlimited {}
