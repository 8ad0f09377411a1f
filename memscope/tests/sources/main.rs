//! Sources: each alone, under every container, composed, and misbehaving as far as their contract lets them.

#[path = "../common/mod.rs"]
mod common;

#[cfg(all(feature = "allocator-api2", feature = "hashbrown"))]
mod consumers;
#[cfg(not(miri))] // starts processes
mod contract;
mod each;
mod lab;
mod objects;
mod owners;
#[cfg(all(feature = "pages", target_os = "linux", not(miri)))]
mod pages;
mod random;
mod refusals;
mod threads;
mod work;

/// A scope on a source, by hand: `scope_on!(cx, &source)` or `scope_on!(cx, &source, limit)`.
macro_rules! scope_on {
    ($cx:ident, $source:expr) => {
        scope_on!($cx, $source, usize::MAX);
    };
    ($cx:ident, $source:expr, $limit:expr) => {
        let source = $source;
        let supply = memscope::__private::Supply::limited(
            &source,
            $limit,
            const { &memscope::__private::Site::new(stringify!($cx), file!(), line!()) },
        );
        // SAFETY: `supply` is the local before it.
        let $cx = unsafe { memscope::__private::Region::on(&supply) };
        // SAFETY: the pattern that `ScopeEnd::new` asks for, in names that the test does not use.
        let end = unsafe { memscope::__private::ScopeEnd::new(&$cx) };
        let $cx = memscope::__private::ScopeEnd::cx(&end);
    };
}
pub(crate) use scope_on;
