//! A scope's first memory in the frame of the function: it leaves the stack only if that is used up.

use core::mem::MaybeUninit;

use super::chunk::LOWEST;
use super::window::UNIT;

/// `N` bytes: a local of the scope's expansion, declared before the region, and not touched again.
#[repr(C, align(16))]
pub struct Inline<const N: usize>([MaybeUninit<u8>; N]);

impl<const N: usize> Inline<N> {
    /// Uninitialised memory.
    #[inline(always)]
    #[must_use]
    pub const fn new() -> Self {
        Self([MaybeUninit::uninit(); N])
    }

    /// All of it, as a window.
    #[inline(always)]
    pub(super) fn window(&mut self) -> Option<(*mut u8, usize)> {
        let base = (&raw mut self.0).cast::<u8>();
        let len = N & !(UNIT - 1);
        // SAFETY: the end of the array, or less.
        let cur = unsafe { base.add(len) };
        (cur.addr() >= LOWEST).then(|| (cur, base.addr()))
    }
}

impl<const N: usize> Default for Inline<N> {
    fn default() -> Self {
        Self::new()
    }
}
