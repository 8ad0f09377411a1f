//! Text in a vector of bytes, for peers that have vectors but no strings.

use std::{
    fmt::{self, Write},
    ops::Deref,
};

use super::{Growing, UNWRITABLE};

/// A vector of bytes.
pub trait Bytes {
    fn clear(&mut self);
    fn add(&mut self, bytes: &[u8]);
}

/// For the vectors of each version of allocator-api2. Their `extend_from_slice` clones the bytes one by one; that of the
/// standard library copies them at once.
macro_rules! bytes {
    ($($api:ident),*) => {$(
        impl<A: $api::alloc::Allocator> Bytes for $api::vec::Vec<u8, A> {
            #[inline(always)]
            fn clear(&mut self) {
                self.clear();
            }

            #[inline(always)]
            fn add(&mut self, bytes: &[u8]) {
                self.reserve(bytes.len());
                self.spare_capacity_mut()[..bytes.len()].write_copy_of_slice(bytes);
                // SAFETY: so many more have just been written.
                unsafe { self.set_len(self.len() + bytes.len()) }
            }
        }
    )*};
}

bytes!(allocator_api2, allocator_api2_04);

/// Only whole `str`s are ever added.
pub struct Utf8<V>(V);

impl<V: Bytes> Utf8<V> {
    #[inline(always)]
    pub fn new(mut bytes: V) -> Self {
        bytes.clear();
        Self(bytes)
    }

    #[inline(always)]
    pub fn copy(bytes: V, text: &str) -> Self {
        let mut copy = Self::new(bytes);
        copy.0.add(text.as_bytes());
        copy
    }

    #[inline(always)]
    pub fn format(bytes: V, args: fmt::Arguments<'_>) -> Self {
        let mut text = Self::new(bytes);
        text.write_fmt(args).expect(UNWRITABLE);
        text
    }

    /// Ends in a slice of all that was written.
    #[inline(always)]
    pub fn finish<'a>(self) -> &'a str
    where
        V: Growing<'a, u8>,
    {
        // SAFETY: only whole `str`s were added.
        unsafe { str::from_utf8_unchecked(self.0.finish()) }
    }
}

impl<V: Bytes> Write for Utf8<V> {
    #[inline]
    fn write_str(&mut self, part: &str) -> fmt::Result {
        self.0.add(part.as_bytes());
        Ok(())
    }
}

impl<V: Deref<Target = [u8]>> Deref for Utf8<V> {
    type Target = str;

    #[inline(always)]
    fn deref(&self) -> &str {
        // SAFETY: only whole `str`s were added.
        unsafe { str::from_utf8_unchecked(&self.0) }
    }
}
