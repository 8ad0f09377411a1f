//! Refusals on request.

use core::alloc::Layout;
use core::num::NonZeroU64;
use core::ptr::NonNull;
use core::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use super::{Free, Request, Source};

/// Refuses some of the requests, so that tests can see what becomes of errors.
///
/// ```
/// use memscope::source::{Failing, Heap};
/// use memscope::with_scope_on;
///
/// // Whichever request is the first that fails: an error, and nothing else.
/// for n in 0.. {
///     let source = Failing::from(Heap, n);
///     let result = with_scope_on(&source, |cx| cx.try_alloc_slice_default::<u8>(10_000).map(|_| ()));
///     assert_eq!(result.is_err(), source.requests() > n);
///     if result.is_ok() {
///         break;
///     }
/// }
/// ```
///
/// A scope that is refused asks once more for less, so a single refusal need not be an error.
#[derive(Debug)]
pub struct Failing<S> {
    source: S,
    plan: Plan,
    requests: AtomicUsize,
}

#[derive(Debug)]
enum Plan {
    At(usize),
    From(usize),
    OneIn { n: NonZeroU64, seed: u64 },
}

impl<S> Failing<S> {
    /// Refuses request number `n`, counted from zero, and no other.
    #[must_use]
    pub const fn at(source: S, n: usize) -> Self {
        Self::new(source, Plan::At(n))
    }

    /// Refuses request number `n`, counted from zero, and all that follow.
    #[must_use]
    pub const fn from(source: S, n: usize) -> Self {
        Self::new(source, Plan::From(n))
    }

    /// Refuses one in `n` requests on the average; which ones, depends on the seed alone.
    #[must_use]
    pub const fn one_in(source: S, n: NonZeroU64, seed: u64) -> Self {
        Self::new(source, Plan::OneIn { n, seed })
    }

    const fn new(source: S, plan: Plan) -> Self {
        Self { source, plan, requests: AtomicUsize::new(0) }
    }

    /// How many requests there were, with those refused.
    #[must_use]
    pub fn requests(&self) -> usize {
        self.requests.load(Relaxed)
    }

    fn refuses(&self, request: usize) -> bool {
        match self.plan {
            Plan::At(n) => request == n,
            Plan::From(n) => request >= n,
            Plan::OneIn { n, seed } => random(seed, request as u64) % n == 0,
        }
    }
}

/// The `i`-th number of the sequence that starts with `seed`: splitmix64.
fn random(seed: u64, i: u64) -> u64 {
    let mut x = seed.wrapping_add((i.wrapping_add(1)).wrapping_mul(0x9E37_79B9_7F4A_7C15));
    x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    x ^ (x >> 31)
}

// SAFETY: passed on; refusing is always allowed.
unsafe impl<S: Source> Source for Failing<S> {
    fn get(&self, request: Request) -> Option<NonNull<[u8]>> {
        if self.refuses(self.requests.fetch_add(1, Relaxed)) { None } else { self.source.get(request) }
    }

    unsafe fn put(&self, block: NonNull<u8>, layout: Layout) {
        // SAFETY: passed on.
        unsafe { self.source.put(block, layout) }
    }

    fn sees_objects(&self) -> bool {
        self.source.sees_objects()
    }

    fn may_free(&self, free: &Free) -> Option<bool> {
        self.source.may_free(free)
    }
}
