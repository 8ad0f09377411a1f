//! How much a scope may hold.

use super::MemCx;
use crate::error::Unlimited;

impl MemCx<'_> {
    /// How many bytes the scope may hold, if it has a limit of its own. Those of the scopes around it count as well.
    ///
    /// ```
    /// use memscope::scope;
    ///
    /// scope!(cx, limit = 4096);
    /// scope!(tmp in cx);
    /// assert_eq!((cx.limit(), tmp.limit()), (Some(4096), None));
    /// ```
    #[must_use]
    pub fn limit(self) -> Option<usize> {
        self.region().limit().filter(|limit| *limit != usize::MAX)
    }

    /// Changes how many bytes the scope may hold, from now on.
    ///
    /// What was allocated stays, also if it is more than that: then nothing can be allocated until the limit is higher. What
    /// is free to be allocated is cut at once, to the byte, and a higher limit gives it back. In a scope that recycles, what was
    /// freed or will be can be had up to the limit; in any other, the newest that is freed afterwards can be had again.
    /// `usize::MAX` is no limit.
    ///
    /// ```
    /// use memscope::{scope, AllocError};
    ///
    /// fn fill(text: &str) -> Result<(), AllocError> {
    ///     scope!(cx, limit = 10);
    ///     cx.try_alloc_str(&text[..10])?;
    ///     assert!(cx.try_alloc_str("!").is_err());
    ///     cx.set_limit(20).unwrap();                  // opened with a limit
    ///     cx.try_alloc_str(&text[10..15])?;
    ///     cx.set_limit(16).unwrap();
    ///     cx.try_alloc_str(&text[15..16])?;
    ///     assert!(cx.try_alloc_str("!").is_err());
    ///     Ok(())
    /// }
    /// fill("sixteen letters.").unwrap();
    /// ```
    ///
    /// Free memory that is lent to an inner scope counts as held, here too. So does what a lower limit takes of it, until that
    /// scope has ended and this one looks for memory; if this scope allocates before the inner one ends, until its own end.
    /// To the scopes around this one, what was cut counts as held until this ends.
    ///
    /// **Cost.** A call that touches a few words.
    ///
    /// # Errors
    /// If the scope has no terms of its own, which it has if its header says `limit`, `from` or `recycle`.
    pub fn set_limit(self, bytes: usize) -> Result<(), Unlimited> {
        self.region().set_limit(bytes)
    }
}
