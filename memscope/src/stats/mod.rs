//! How much memory scopes have: of one ([`MemCx::stats`]), and of all that are open ([`report`]).
//!
//! Behind the feature `stats`. Nothing is counted where memory is taken. But opening and leaving a scope each take the lock of a
//! list, which nobody else wants unless he asks for a report: together some 130 instructions. And the state of a scope, some 30
//! words instead of six, is always in memory, also where it would be in registers else: 12 instructions for a small value
//! instead of 9.

mod report;

pub use report::{Report, Scope, Thread, Totals, report, report_all};

use core::fmt;

use crate::cx::MemCx;
use crate::keep::{Keepable, Kept};

/// The accounts of one scope, in bytes, without those of scopes inside it.
///
/// A scope inside another begins in the free memory of that one. So it can use more than it has reserved itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Stats {
    /// What values take, with padding. What was freed, but was not the newest, counts until the scope ends, unless the scope
    /// recycles.
    pub used: usize,
    /// What the scope can still give before it has to ask for more. Memory that is lent to an inner scope is free there.
    pub free: usize,
    /// The scope's own chunks, headers included.
    pub reserved: usize,
    /// The most that was ever used.
    pub peak: usize,
    /// How many chunks the scope has.
    pub chunks: usize,
    /// How many objects there are, if the scope's source sees each of them.
    pub objects: Option<usize>,
    /// How much the scope may hold with all that is opened in it, if it has a limit of its own.
    pub limit: Option<usize>,
}

/// What one scope used from its beginning to its end, in bytes.
#[cfg_attr(not(any(feature = "profile", feature = "tracing")), expect(dead_code, reason = "nobody follows scopes"))]
pub(crate) struct Spent {
    pub(crate) bytes: usize,
    pub(crate) peak: usize,
    pub(crate) chunks: usize,
    pub(crate) unused: usize,
}

impl fmt::Display for Stats {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { used, free, reserved, chunks, .. } = self;
        let s = if *chunks == 1 { "" } else { "s" };
        write!(f, "{reserved} total in {chunks} chunk{s}; {free} free; {used} used")
    }
}

impl MemCx<'_> {
    /// The scope's accounts, exact to the byte. With the feature `stats`.
    ///
    /// ```
    /// memscope::scope!(cx);
    /// let before = cx.stats();
    /// cx.alloc([0_u8; 100]);                      // rounded up to a multiple of 8
    /// let after = cx.stats();
    /// assert_eq!(after.used - before.used, 104);
    /// println!("{after}");                        // 2032 total in 1 chunk; 1864 free; 104 used
    /// ```
    ///
    /// Costs a few loads.
    #[must_use]
    pub fn stats(self) -> Stats {
        self.region().stats()
    }
}

impl<F: for<'m> Keepable<'m>> Kept<F> {
    /// The accounts of the owner's memory: of what it was built in, without what was [kept](Self::keep) with it later. With
    /// the feature `stats`.
    ///
    /// ```
    /// let kept: memscope::Kept<&'static [u8]> = memscope::Kept::new(|cx| &*cx.alloc_slice_default(5000));
    /// assert!(kept.stats().used >= 5000);
    /// ```
    #[must_use]
    pub fn stats(&self) -> Stats {
        self.region().stats()
    }
}
