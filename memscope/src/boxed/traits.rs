//! The traits that std's box has, as far as they need no handle.

use core::borrow::{Borrow, BorrowMut};
use core::cmp::Ordering;
use core::error::Error;
use core::fmt;
use core::future::Future;
use core::hash::{Hash, Hasher};
use core::iter::FusedIterator;
use core::pin::Pin;
use core::slice;
use core::task::{Context, Poll};

use super::MemBox;

impl<T: fmt::Debug + ?Sized> fmt::Debug for MemBox<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl<T: fmt::Display + ?Sized> fmt::Display for MemBox<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl<T: ?Sized> fmt::Pointer for MemBox<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Pointer::fmt(&&raw const **self, f)
    }
}

impl<'b, T: PartialEq + ?Sized> PartialEq<MemBox<'b, T>> for MemBox<'_, T> {
    #[inline]
    fn eq(&self, other: &MemBox<'b, T>) -> bool {
        **self == **other
    }
}

impl<T: Eq + ?Sized> Eq for MemBox<'_, T> {}

impl<'b, T: PartialOrd + ?Sized> PartialOrd<MemBox<'b, T>> for MemBox<'_, T> {
    #[inline]
    fn partial_cmp(&self, other: &MemBox<'b, T>) -> Option<Ordering> {
        (**self).partial_cmp(&**other)
    }
}

impl<T: Ord + ?Sized> Ord for MemBox<'_, T> {
    #[inline]
    fn cmp(&self, other: &Self) -> Ordering {
        (**self).cmp(&**other)
    }
}

impl<T: Hash + ?Sized> Hash for MemBox<'_, T> {
    #[inline]
    fn hash<H: Hasher>(&self, state: &mut H) {
        (**self).hash(state);
    }
}

impl<T: Hasher + ?Sized> Hasher for MemBox<'_, T> {
    #[inline]
    fn finish(&self) -> u64 {
        (**self).finish()
    }

    #[inline]
    fn write(&mut self, bytes: &[u8]) {
        (**self).write(bytes);
    }
}

impl<T: ?Sized> AsRef<T> for MemBox<'_, T> {
    #[inline]
    fn as_ref(&self) -> &T {
        self
    }
}

impl<T: ?Sized> AsMut<T> for MemBox<'_, T> {
    #[inline]
    fn as_mut(&mut self) -> &mut T {
        self
    }
}

impl<T: ?Sized> Borrow<T> for MemBox<'_, T> {
    #[inline]
    fn borrow(&self) -> &T {
        self
    }
}

impl<T: ?Sized> BorrowMut<T> for MemBox<'_, T> {
    #[inline]
    fn borrow_mut(&mut self) -> &mut T {
        self
    }
}

// A box moves without moving its value, whatever that is.
impl<T: ?Sized> Unpin for MemBox<'_, T> {}

impl<I: Iterator + ?Sized> Iterator for MemBox<'_, I> {
    type Item = I::Item;

    #[inline]
    fn next(&mut self) -> Option<I::Item> {
        (**self).next()
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        (**self).size_hint()
    }

    #[inline]
    fn nth(&mut self, n: usize) -> Option<I::Item> {
        (**self).nth(n)
    }
}

impl<I: DoubleEndedIterator + ?Sized> DoubleEndedIterator for MemBox<'_, I> {
    #[inline]
    fn next_back(&mut self) -> Option<I::Item> {
        (**self).next_back()
    }

    #[inline]
    fn nth_back(&mut self, n: usize) -> Option<I::Item> {
        (**self).nth_back(n)
    }
}

impl<I: ExactSizeIterator + ?Sized> ExactSizeIterator for MemBox<'_, I> {
    #[inline]
    fn len(&self) -> usize {
        (**self).len()
    }
}

impl<I: FusedIterator + ?Sized> FusedIterator for MemBox<'_, I> {}

// By shared reference only: as a box of an iterator is one, the others would overlap with that.
impl<'v, T> IntoIterator for &'v MemBox<'_, [T]> {
    type Item = &'v T;
    type IntoIter = slice::Iter<'v, T>;

    #[inline]
    fn into_iter(self) -> slice::Iter<'v, T> {
        self.iter()
    }
}

/// For futures that may be moved; the others cannot be pinned in a box that may be forgotten.
impl<F: Future + Unpin + ?Sized> Future for MemBox<'_, F> {
    type Output = F::Output;

    #[inline]
    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        Pin::new(&mut **self).poll(cx)
    }
}

impl<E: Error + ?Sized> Error for MemBox<'_, E> {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        (**self).source()
    }
}

impl<W: fmt::Write + ?Sized> fmt::Write for MemBox<'_, W> {
    #[inline]
    fn write_str(&mut self, text: &str) -> fmt::Result {
        (**self).write_str(text)
    }

    #[inline]
    fn write_char(&mut self, c: char) -> fmt::Result {
        (**self).write_char(c)
    }
}

#[cfg(feature = "std")]
mod io {
    use std::io::{BufRead, Read, Result, Seek, SeekFrom, Write};

    use super::MemBox;

    impl<R: Read + ?Sized> Read for MemBox<'_, R> {
        #[inline]
        fn read(&mut self, buf: &mut [u8]) -> Result<usize> {
            (**self).read(buf)
        }

        #[inline]
        fn read_to_end(&mut self, buf: &mut Vec<u8>) -> Result<usize> {
            (**self).read_to_end(buf)
        }

        #[inline]
        fn read_exact(&mut self, buf: &mut [u8]) -> Result<()> {
            (**self).read_exact(buf)
        }
    }

    impl<R: BufRead + ?Sized> BufRead for MemBox<'_, R> {
        #[inline]
        fn fill_buf(&mut self) -> Result<&[u8]> {
            (**self).fill_buf()
        }

        #[inline]
        fn consume(&mut self, amount: usize) {
            (**self).consume(amount);
        }
    }

    impl<W: Write + ?Sized> Write for MemBox<'_, W> {
        #[inline]
        fn write(&mut self, bytes: &[u8]) -> Result<usize> {
            (**self).write(bytes)
        }

        #[inline]
        fn write_all(&mut self, bytes: &[u8]) -> Result<()> {
            (**self).write_all(bytes)
        }

        #[inline]
        fn flush(&mut self) -> Result<()> {
            (**self).flush()
        }
    }

    impl<S: Seek + ?Sized> Seek for MemBox<'_, S> {
        #[inline]
        fn seek(&mut self, to: SeekFrom) -> Result<u64> {
            (**self).seek(to)
        }
    }
}
