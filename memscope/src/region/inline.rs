//! A scope's first memory in the frame of the function: it leaves the stack only if that is used up.

use core::mem::MaybeUninit;

use super::chunk::LOWEST;
use super::window::UNIT;
use crate::{shadow, source};

/// `N` bytes, rounded down to a multiple of 8: a local of the scope's expansion, declared before the region, and not touched
/// again.
///
/// Every window that lies in a chunk has a header below it, so that no block of another chunk ends where it begins, or
/// begins where it ends. The margin does the same for this one.
#[repr(C, align(16))]
pub struct Inline<const N: usize> {
    margin: [MaybeUninit<u8>; 16],
    bytes: [MaybeUninit<u8>; N],
}

impl<const N: usize> Inline<N> {
    /// Uninitialised memory.
    #[inline(always)]
    #[must_use]
    pub const fn new() -> Self {
        Self { margin: [MaybeUninit::uninit(); 16], bytes: [MaybeUninit::uninit(); N] }
    }

    /// All of it, as a window; none if every object is to have a block of its own.
    #[inline(always)]
    pub(super) fn window(&mut self) -> Option<(*mut u8, usize)> {
        let len = N & !(UNIT - 1);
        let base = (&raw mut *self).cast::<u8>();
        // SAFETY: the margin, and the array or less, are inside of it.
        let cur = unsafe { base.add(size_of_val(&self.margin) + len) };
        let lo = cur.addr() - len;
        (cur.addr() >= LOWEST && source::under_all().is_none()).then(|| {
            shadow::poison_window(cur, lo);
            (cur, lo)
        })
    }
}

impl<const N: usize> Default for Inline<N> {
    fn default() -> Self {
        Self::new()
    }
}

/// The frame is used again.
#[cfg(memscope_asan)]
impl<const N: usize> Drop for Inline<N> {
    fn drop(&mut self) {
        shadow::unpoison((&raw const self.bytes).cast(), N);
    }
}
