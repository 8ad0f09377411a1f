//! Taking text out of the middle.

use core::fmt;
use core::iter::FusedIterator;
use core::ops::RangeBounds;
use core::str;

use super::MemString;
use crate::vec::{self, bounds};

/// Takes text out of a [`MemString`]. Made by [`MemString::drain`].
pub struct Drain<'d, 'mcx> {
    bytes: vec::Drain<'d, 'mcx, u8>,
}

impl<'mcx> MemString<'mcx> {
    /// Takes the text of `range`, in bytes, out, and closes the gap when the iterator is dropped.
    ///
    /// ```
    /// use memscope::MemString;
    /// memscope::scope!(cx);
    /// let mut s = MemString::from_str_in("key=value", cx);
    /// assert_eq!(s.drain(..4).as_str(), "key=");
    /// assert_eq!(s, "value");
    /// ```
    ///
    /// # Panics
    /// If the range is not one of the string's, at boundaries of characters.
    #[track_caller]
    pub fn drain(&mut self, range: impl RangeBounds<usize>) -> Drain<'_, 'mcx> {
        let range = bounds(range, self.len());
        // The slicing checks the boundaries. Each `char` is decoded from what the drain holds until it is dropped.
        let _whole = &self[range.clone()];
        Drain { bytes: self.bytes.drain(range) }
    }
}

impl Drain<'_, '_> {
    /// What is still to come.
    #[must_use]
    pub fn as_str(&self) -> &str {
        // SAFETY: whole characters at first, and they are taken out whole.
        unsafe { str::from_utf8_unchecked(self.bytes.as_slice()) }
    }
}

impl Iterator for Drain<'_, '_> {
    type Item = char;

    fn next(&mut self) -> Option<char> {
        let c = self.as_str().chars().next()?;
        self.bytes.by_ref().take(c.len_utf8()).for_each(drop);
        Some(c)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.as_str().chars().size_hint()
    }
}

impl DoubleEndedIterator for Drain<'_, '_> {
    fn next_back(&mut self) -> Option<char> {
        let c = self.as_str().chars().next_back()?;
        self.bytes.by_ref().rev().take(c.len_utf8()).for_each(drop);
        Some(c)
    }
}

impl FusedIterator for Drain<'_, '_> {}

impl fmt::Debug for Drain<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Drain").field(&self.as_str()).finish()
    }
}
