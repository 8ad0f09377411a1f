//! One source, then another.

use core::alloc::Layout;
use core::ptr::NonNull;

use super::{Free, Request, Source, tag};

/// Asks one source, and another when the first refuses. Each block goes back to the one that gave it.
///
/// ```
/// use memscope::source::{First, Limited, Static, Thread};
/// use memscope::with_scope_on;
///
/// static EMERGENCY: Static<4096> = Static::new();
///
/// let source = First::new(Limited::new(Thread, 64 * 1024), EMERGENCY.take().unwrap());
/// with_scope_on(&source, |cx| {
///     while cx.try_alloc([0_u8; 1000]).is_ok() {}
///     assert!(cx.try_alloc_fmt(format_args!("{} is full", cx.name())).is_ok());
/// });
/// ```
///
/// A scope that is refused asks for less, down to what it needs at once, and only then goes on to a larger block; the second
/// source is asked right after the first, each time.
///
/// **Cost.** 16 bytes a block, which say whose it is.
#[derive(Clone, Copy, Debug)]
pub struct First<A, B> {
    first: A,
    then: B,
}

impl<A, B> First<A, B> {
    /// `first`, then `then`.
    #[must_use]
    pub const fn new(first: A, then: B) -> Self {
        Self { first, then }
    }
}

/// Whose a block is.
#[derive(Clone, Copy)]
enum From {
    First,
    Then,
}

// SAFETY: blocks are those of the two sources, which are disjoint as long as they are live: also if both draw on one. The tag
// says which one gave a block.
unsafe impl<A: Source, B: Source> Source for First<A, B> {
    fn get(&self, request: Request) -> Option<NonNull<[u8]>> {
        tag::get(&self.first, request, From::First).or_else(|| tag::get(&self.then, request, From::Then))
    }

    unsafe fn put(&self, block: NonNull<u8>, layout: Layout) {
        // SAFETY: `get` wrote the tag, which says to whom the block is passed on.
        unsafe {
            match tag::read(block) {
                From::First => tag::put(&self.first, block, layout),
                From::Then => tag::put(&self.then, block, layout),
            }
        }
    }

    /// Whether one of the two does; then the other sees them too.
    fn sees_objects(&self) -> bool {
        self.first.sees_objects() || self.then.sees_objects()
    }

    /// Each knows its own objects. Of what neither has the last to look for it tells.
    fn may_free(&self, free: &Free) -> Option<bool> {
        let first = self.first.may_free(&free.known_elsewhere(self.then.sees_objects()));
        first.or_else(|| self.then.may_free(free))
    }
}
