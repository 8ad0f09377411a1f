//! The traits that std's queue has.

use alloc::collections::VecDeque;
use alloc::vec::Vec;
use core::cmp::Ordering;
use core::fmt;
use core::hash::{Hash, Hasher};
use core::panic::UnwindSafe;

use super::MemDeque;
use crate::cx::ok;
use crate::vec::MemVec;

// As std's: what a queue holds is as safe as the values themselves.
impl<T: UnwindSafe> UnwindSafe for MemDeque<'_, T> {}

impl<T: Clone> Clone for MemDeque<'_, T> {
    /// A copy in the same scope.
    ///
    /// # Panics
    /// If the memory cannot be had.
    #[track_caller]
    fn clone(&self) -> Self {
        let mut copy = Self::with_capacity_in(self.len, self.cx);
        copy.extend(self.iter().cloned());
        copy
    }

    /// Uses the values and the memory that are there.
    #[track_caller]
    fn clone_from(&mut self, source: &Self) {
        self.truncate(source.len);
        for (value, new) in self.iter_mut().zip(source) {
            value.clone_from(new);
        }
        self.extend(source.range(self.len..).cloned());
    }
}

impl<T: fmt::Debug> fmt::Debug for MemDeque<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self).finish()
    }
}

impl<T: Hash> Hash for MemDeque<'_, T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        // Value by value: where the ring goes round must not show.
        state.write_usize(self.len);
        self.iter().for_each(|value| value.hash(state));
    }
}

impl<T: Eq> Eq for MemDeque<'_, T> {}

impl<'b, T: PartialEq<U>, U> PartialEq<MemDeque<'b, U>> for MemDeque<'_, T> {
    fn eq(&self, other: &MemDeque<'b, U>) -> bool {
        self.len == other.len && self.iter().zip(other).all(|(a, b)| a == b)
    }
}

impl<'b, T: PartialOrd> PartialOrd<MemDeque<'b, T>> for MemDeque<'_, T> {
    fn partial_cmp(&self, other: &MemDeque<'b, T>) -> Option<Ordering> {
        self.iter().partial_cmp(other)
    }
}

impl<T: Ord> Ord for MemDeque<'_, T> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.iter().cmp(other)
    }
}

/// `a == b`, where `b` is values side by side, or another ring.
macro_rules! eq {
    ($([$($params:tt)*] $other:ty;)*) => {
        $(
            impl<$($params)* T: PartialEq<U>, U> PartialEq<$other> for MemDeque<'_, T> {
                fn eq(&self, other: &$other) -> bool {
                    self.len == other.len() && self.iter().zip(other.iter()).all(|(a, b)| a == b)
                }
            }
        )*
    };
}
eq! {
    [] [U];
    [] &[U];
    [] &mut [U];
    [] Vec<U>;
    [] VecDeque<U>;
    ['v,] MemVec<'v, U>;
}

impl<T: PartialEq<U>, U, const N: usize> PartialEq<[U; N]> for MemDeque<'_, T> {
    fn eq(&self, other: &[U; N]) -> bool {
        *self == other[..]
    }
}

impl<T> Extend<T> for MemDeque<'_, T> {
    #[inline]
    #[track_caller]
    fn extend<I: IntoIterator<Item = T>>(&mut self, values: I) {
        ok(self.try_extend(values));
    }
}

impl<'v, T: Copy> Extend<&'v T> for MemDeque<'_, T> {
    #[inline]
    #[track_caller]
    fn extend<I: IntoIterator<Item = &'v T>>(&mut self, values: I) {
        ok(self.try_extend(values.into_iter().copied()));
    }
}

#[cfg(feature = "std")]
mod io {
    use std::io::{BufRead, ErrorKind, Read, Result, Write};

    use super::MemDeque;

    /// Takes from the front.
    impl Read for MemDeque<'_, u8> {
        fn read(&mut self, buf: &mut [u8]) -> Result<usize> {
            let n = self.fill_buf()?.read(buf)?;
            self.consume(n);
            Ok(n)
        }
    }

    /// Takes from the front.
    impl BufRead for MemDeque<'_, u8> {
        #[inline]
        fn fill_buf(&mut self) -> Result<&[u8]> {
            Ok(self.as_slices().0)
        }

        #[inline]
        fn consume(&mut self, n: usize) {
            self.drain(..n);
        }
    }

    /// Puts at the end. If the memory cannot be had, nothing is written, and the error is of the kind `OutOfMemory`.
    impl Write for MemDeque<'_, u8> {
        #[inline]
        fn write(&mut self, bytes: &[u8]) -> Result<usize> {
            self.write_all(bytes)?;
            Ok(bytes.len())
        }

        fn write_all(&mut self, bytes: &[u8]) -> Result<()> {
            // The kind alone, since an error with a payload would take memory.
            self.try_reserve(bytes.len()).map_err(|_| ErrorKind::OutOfMemory)?;
            self.extend(bytes);
            Ok(())
        }

        #[inline]
        fn flush(&mut self) -> Result<()> {
            Ok(())
        }
    }
}
