//! memscope.

use std::fmt;

use memscope::{MemCx, MemVec};

use super::{Buffers, Growing, Place};

/// Fills a scope until its newest chunk has room for `bytes` more, as the peers' arenas have from the start: chunks double,
/// so after twice as much that is so.
pub fn furnish(cx: MemCx<'_>, bytes: usize) {
    for _ in 0..=2 * bytes / 512 {
        cx.alloc([0_u64; 64]);
    }
}

impl<'a> Place<'a> for MemCx<'a> {
    #[inline(always)]
    fn put<T: 'a>(self, value: T) -> &'a mut T {
        self.alloc(value)
    }

    #[inline(always)]
    fn text(self, text: &str) -> &'a str {
        self.alloc_str(text)
    }
}

impl<'a> Buffers<'a> for MemCx<'a> {
    type Vec<T: 'a> = MemVec<'a, T>;

    #[inline(always)]
    fn vec<T: 'a>(self) -> Self::Vec<T> {
        MemCx::vec(self)
    }

    #[inline(always)]
    fn format(self, args: fmt::Arguments<'_>) -> &'a str {
        self.alloc_fmt(args)
    }
}

impl<'a, T: 'a> Growing<'a, T> for MemVec<'a, T> {
    #[inline(always)]
    fn push(&mut self, value: T) {
        self.push(value);
    }

    #[inline(always)]
    fn finish(self) -> &'a [T] {
        self.into_slice()
    }
}
