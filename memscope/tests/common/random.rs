//! By itself, for tests that do without the common allocator.

use std::cell::Cell;

/// Random numbers: xorshift. The seed is not zero.
pub(crate) struct Random(Cell<u64>);

impl Random {
    /// Multiplied, since from a small state the first numbers would be small and even.
    pub(crate) fn new(seed: u64) -> Self {
        Self(Cell::new(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15)))
    }

    pub(crate) fn below(&self, n: usize) -> usize {
        let mut x = self.0.get();
        x ^= x << 13;
        x ^= x >> 7;
        x ^= x << 17;
        self.0.set(x);
        (x >> 11) as usize % n
    }

    pub(crate) fn one_in(&self, n: usize) -> bool {
        self.below(n) == 0
    }
}
