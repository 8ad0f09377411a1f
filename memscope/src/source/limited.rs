//! A limit.

use core::alloc::Layout;
use core::ptr::NonNull;
use core::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use super::{Free, Request, Source};

/// Gives at most so many bytes of a source at a time, to all scopes on it together.
///
/// ```
/// use memscope::source::{Heap, Limited};
/// use memscope::with_scope_on;
///
/// let source = Limited::new(Heap, 4096);
/// with_scope_on(&source, |cx| {
///     assert!(cx.try_alloc_slice_default::<u8>(4096).is_err());
///     source.set_limit(1 << 20);
///     assert!(cx.try_alloc_slice_default::<u8>(4096).is_ok());
/// });
/// assert_eq!(source.used(), 0);
/// ```
///
/// It counts the blocks that it gives, with what scopes keep in them for themselves. `limit` in a
/// [scope's header](crate::scope!) counts what the scope's user asks for, exactly, and its refusal names the scope.
///
/// **Cost.** One atomic operation for each block.
#[derive(Debug)]
pub struct Limited<S> {
    source: S,
    limit: AtomicUsize,
    used: AtomicUsize,
}

impl<S> Limited<S> {
    /// At most `limit` bytes of `source`.
    #[must_use]
    pub const fn new(source: S, limit: usize) -> Self {
        Self { source, limit: AtomicUsize::new(limit), used: AtomicUsize::new(0) }
    }

    #[cfg(feature = "rayon")]
    pub(crate) const fn source(&self) -> &S {
        &self.source
    }

    /// The limit, in bytes.
    #[must_use]
    pub fn limit(&self) -> usize {
        self.limit.load(Relaxed)
    }

    /// Changes the limit. What was given stays given, also if it is more than that.
    pub fn set_limit(&self, limit: usize) {
        self.limit.store(limit, Relaxed);
    }

    /// How many bytes are given and not yet given back.
    #[must_use]
    pub fn used(&self) -> usize {
        self.used.load(Relaxed)
    }
}

// SAFETY: a block is the source's, shortened to what was asked for. So this is the size with which it comes back, and one
// that the source may be told.
unsafe impl<S: Source> Source for Limited<S> {
    fn get(&self, request: Request) -> Option<NonNull<[u8]>> {
        let size = request.layout().size();
        let charged = |used: usize| used.checked_add(size).filter(|used| *used <= self.limit());
        self.used.fetch_update(Relaxed, Relaxed, charged).ok()?;
        let block = self.source.get(request);
        if block.is_none() {
            self.used.fetch_sub(size, Relaxed);
        }
        block.map(|block| NonNull::slice_from_raw_parts(block.cast(), size))
    }

    unsafe fn put(&self, block: NonNull<u8>, layout: Layout) {
        // SAFETY: passed on.
        unsafe { self.source.put(block, layout) };
        self.used.fetch_sub(layout.size(), Relaxed);
    }

    fn sees_objects(&self) -> bool {
        self.source.sees_objects()
    }

    fn may_free(&self, free: &Free) -> Option<bool> {
        self.source.may_free(free)
    }
}
