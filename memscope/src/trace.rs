//! Events of the `tracing` crate, at the level `TRACE` and with the target `memscope`: each scope tells when it opens, and when
//! it has ended what it used.
//!
//! Events and not spans: a span would have to be entered and left with each poll of the future that a scope stands in, and
//! what is logged inside a scope is in the span of whoever opened it anyway.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::region::Site;
use crate::stats::Spent;

thread_local! {
    /// Whether a subscriber is at work, which may open scopes itself.
    static AT_WORK: Cell<bool> = const { Cell::new(false) };
}

/// Scopes end also while a panic goes on, and their memory is to be given back: a panic of a subscriber ends here.
///
/// While one is at work `tracing` is not asked at all: it would remember that nobody wants events of this place.
fn tell(event: impl FnOnce()) {
    if !AT_WORK.replace(true) {
        let _ = catch_unwind(AssertUnwindSafe(event));
        AT_WORK.set(false);
    }
}

pub(crate) fn opened(site: &Site) {
    let (scope, (file, line)) = (site.name(), site.place());
    tell(|| tracing::trace!(target: "memscope", scope, file, line, "scope opened"));
}

pub(crate) fn closed(site: &Site, spent: &Spent) {
    let (scope, (file, line)) = (site.name(), site.place());
    let Spent { bytes, peak, chunks, unused } = *spent;
    tell(|| tracing::trace!(target: "memscope", scope, file, line, bytes, peak, chunks, unused, "scope closed"));
}
