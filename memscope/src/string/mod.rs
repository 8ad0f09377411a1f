//! A growable string in a scope.

mod drain;
mod traits;

use core::error::Error;
use core::fmt;
use core::ptr::NonNull;
use core::str::{self, Utf8Error};

pub use drain::Drain;

use crate::boxed::MemBox;
use crate::cx::{MemCx, ok};
use crate::error::AllocError;
use crate::vec::MemVec;

/// A growable string whose memory is a scope's: `String`, with a handle in the place of the global allocator.
///
/// ```
/// use std::fmt::Write;
/// use memscope::{scope, MemCx};
///
/// fn csv<'mcx>(cx: MemCx<'mcx>, row: &[f64]) -> &'mcx str {
///     let mut line = cx.string();
///     for (i, field) in row.iter().enumerate() {
///         if i > 0 {
///             line.push(',');
///         }
///         write!(line, "{field:.1}").unwrap();
///     }
///     line.into_str()
/// }
///
/// scope!(cx);
/// assert_eq!(csv(cx, &[1.0, 2.5]), "1.0,2.5");
/// ```
///
/// Names and behaviour are those of [std's `String`](alloc::string::String), with the differences that [`MemVec`] has;
/// its cost likewise. `write!` to it returns an error if the memory cannot be had. For a text made in one go there is
/// [`format_in!`](crate::format_in!).
pub struct MemString<'mcx> {
    bytes: MemVec<'mcx, u8>,
}

impl<'mcx> MemCx<'mcx> {
    /// An empty string in the scope. Takes no memory before the first push.
    ///
    /// ```
    /// memscope::scope!(cx);
    /// let mut s = cx.string();
    /// s.push_str("hello");
    /// ```
    #[inline]
    #[must_use]
    pub const fn string(self) -> MemString<'mcx> {
        MemString::new_in(self)
    }

    /// An empty string with room for at least `capacity` bytes.
    ///
    /// # Panics
    /// If the memory cannot be had.
    #[inline]
    #[must_use]
    #[track_caller]
    pub fn string_with_capacity(self, capacity: usize) -> MemString<'mcx> {
        MemString::with_capacity_in(capacity, self)
    }

    /// As [`string_with_capacity`](Self::string_with_capacity).
    ///
    /// # Errors
    /// If the memory cannot be had.
    #[inline]
    #[track_caller]
    pub fn try_string_with_capacity(self, capacity: usize) -> Result<MemString<'mcx>, AllocError> {
        MemString::try_with_capacity_in(capacity, self)
    }
}

/// Making one.
impl<'mcx> MemString<'mcx> {
    /// An empty string. Takes no memory before the first push.
    #[inline]
    #[must_use]
    pub const fn new_in(cx: MemCx<'mcx>) -> Self {
        Self { bytes: MemVec::new_in(cx) }
    }

    /// An empty string with room for at least `capacity` bytes.
    ///
    /// # Panics
    /// If the memory cannot be had.
    #[inline]
    #[must_use]
    #[track_caller]
    pub fn with_capacity_in(capacity: usize, cx: MemCx<'mcx>) -> Self {
        ok(Self::try_with_capacity_in(capacity, cx))
    }

    /// As [`with_capacity_in`](Self::with_capacity_in).
    ///
    /// # Errors
    /// If the memory cannot be had.
    #[inline]
    #[track_caller]
    pub fn try_with_capacity_in(capacity: usize, cx: MemCx<'mcx>) -> Result<Self, AllocError> {
        Ok(Self { bytes: MemVec::try_with_capacity_in(capacity, cx)? })
    }

    /// A copy of a string, that can grow.
    ///
    /// # Panics
    /// If the memory cannot be had.
    #[inline]
    #[must_use]
    #[track_caller]
    pub fn from_str_in(text: &str, cx: MemCx<'mcx>) -> Self {
        ok(Self::try_from_str_in(text, cx))
    }

    /// As [`from_str_in`](Self::from_str_in).
    ///
    /// # Errors
    /// If the memory cannot be had.
    #[inline]
    #[track_caller]
    pub fn try_from_str_in(text: &str, cx: MemCx<'mcx>) -> Result<Self, AllocError> {
        let mut string = Self::try_with_capacity_in(text.len(), cx)?;
        string.try_push_str(text)?;
        Ok(string)
    }

    /// Collects whatever a string can be [extended](Extend) by: characters, or strings.
    ///
    /// ```
    /// use memscope::MemString;
    /// memscope::scope!(cx);
    /// assert_eq!(MemString::from_iter_in("stressed".chars().rev(), cx), "desserts");
    /// ```
    ///
    /// # Panics
    /// If the memory cannot be had.
    #[inline]
    #[must_use]
    #[track_caller]
    pub fn from_iter_in<I: IntoIterator>(iter: I, cx: MemCx<'mcx>) -> Self
    where
        Self: Extend<I::Item>,
    {
        let mut string = Self::new_in(cx);
        string.extend(iter);
        string
    }

    /// The bytes as a string, if they are UTF-8.
    ///
    /// # Errors
    /// If they are not: [`FromUtf8Error`] says where, and gives them back.
    #[inline]
    pub fn from_utf8(bytes: MemVec<'mcx, u8>) -> Result<Self, FromUtf8Error<'mcx>> {
        match str::from_utf8(&bytes) {
            Ok(_) => Ok(Self { bytes }),
            Err(error) => Err(FromUtf8Error { bytes, error }),
        }
    }

    /// The bytes as a string.
    ///
    /// # Safety
    /// They are UTF-8.
    #[inline]
    #[must_use]
    pub unsafe fn from_utf8_unchecked(bytes: MemVec<'mcx, u8>) -> Self {
        Self { bytes }
    }

    /// A copy of the bytes with a U+FFFD for each part that is not UTF-8.
    ///
    /// ```
    /// use memscope::MemString;
    /// memscope::scope!(cx);
    /// assert_eq!(MemString::from_utf8_lossy_in(b"na\xEFve", cx), "na\u{FFFD}ve");
    /// ```
    ///
    /// # Panics
    /// If the memory cannot be had.
    #[inline]
    #[must_use]
    #[track_caller]
    pub fn from_utf8_lossy_in(bytes: &[u8], cx: MemCx<'mcx>) -> Self {
        ok(Self::try_from_utf8_lossy_in(bytes, cx))
    }

    /// As [`from_utf8_lossy_in`](Self::from_utf8_lossy_in).
    ///
    /// # Errors
    /// If the memory cannot be had.
    #[track_caller]
    pub fn try_from_utf8_lossy_in(bytes: &[u8], cx: MemCx<'mcx>) -> Result<Self, AllocError> {
        let mut string = Self::try_with_capacity_in(bytes.len(), cx)?;
        for chunk in bytes.utf8_chunks() {
            string.try_push_str(chunk.valid())?;
            if !chunk.invalid().is_empty() {
                string.try_push(char::REPLACEMENT_CHARACTER)?;
            }
        }
        Ok(string)
    }
}

/// What it is and has.
impl<'mcx> MemString<'mcx> {
    /// The handle of the scope that the string is of.
    #[inline]
    #[must_use]
    pub const fn cx(&self) -> MemCx<'mcx> {
        self.bytes.cx()
    }

    /// The length in bytes.
    #[inline]
    #[must_use]
    pub const fn len(&self) -> usize {
        self.bytes.len()
    }

    /// Whether it has no characters.
    #[inline]
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// How many bytes it can hold before it grows.
    #[inline]
    #[must_use]
    pub const fn capacity(&self) -> usize {
        self.bytes.capacity()
    }

    /// The text.
    #[inline(always)]
    #[must_use]
    pub const fn as_str(&self) -> &str {
        // SAFETY: the bytes are UTF-8 at every moment at which they can be seen.
        unsafe { str::from_utf8_unchecked(self.bytes.as_slice()) }
    }

    /// The text.
    #[inline(always)]
    #[must_use]
    pub const fn as_mut_str(&mut self) -> &mut str {
        // SAFETY: as above, and a `&mut str` stays UTF-8.
        unsafe { str::from_utf8_unchecked_mut(self.bytes.as_mut_slice()) }
    }

    /// The bytes, to be changed.
    ///
    /// # Safety
    /// They are UTF-8 when the borrow ends.
    #[inline]
    pub const unsafe fn as_mut_vec(&mut self) -> &mut MemVec<'mcx, u8> {
        &mut self.bytes
    }

    /// Makes room for `more` bytes; for more than that, so that many small calls cost little.
    ///
    /// # Panics
    /// If the memory cannot be had.
    #[inline]
    #[track_caller]
    pub fn reserve(&mut self, more: usize) {
        self.bytes.reserve(more);
    }

    /// As [`reserve`](Self::reserve).
    ///
    /// # Errors
    /// If the memory cannot be had.
    #[inline]
    #[track_caller]
    pub fn try_reserve(&mut self, more: usize) -> Result<(), AllocError> {
        self.bytes.try_reserve(more)
    }

    /// Makes room for `more` bytes and no more than that.
    ///
    /// # Panics
    /// If the memory cannot be had.
    #[inline]
    #[track_caller]
    pub fn reserve_exact(&mut self, more: usize) {
        self.bytes.reserve_exact(more);
    }

    /// As [`reserve_exact`](Self::reserve_exact).
    ///
    /// # Errors
    /// If the memory cannot be had.
    #[inline]
    #[track_caller]
    pub fn try_reserve_exact(&mut self, more: usize) -> Result<(), AllocError> {
        self.bytes.try_reserve_exact(more)
    }

    /// Gives back the room behind the text, if the string is the newest buffer of its scope.
    #[inline]
    pub fn shrink_to_fit(&mut self) {
        self.bytes.shrink_to_fit();
    }

    /// Ends the growth: the text as a `str` that lives as long as the scope.
    #[inline]
    #[must_use]
    pub fn into_str<'s>(self) -> &'s mut str
    where
        'mcx: 's,
    {
        // SAFETY: the bytes are UTF-8.
        unsafe { str::from_utf8_unchecked_mut(self.bytes.into_slice()) }
    }

    /// The text as an owned `str`.
    #[inline]
    #[must_use]
    pub fn into_boxed_str(self) -> MemBox<'mcx, str> {
        let bytes = MemBox::into_raw(self.bytes.into_boxed_slice());
        // SAFETY: the box owned the bytes, and they are UTF-8.
        unsafe { MemBox::from_raw(NonNull::new_unchecked(bytes.as_ptr() as *mut str)) }
    }

    /// The bytes.
    #[inline]
    #[must_use]
    pub fn into_bytes(self) -> MemVec<'mcx, u8> {
        self.bytes
    }
}

/// Putting text in and taking it out.
impl<'mcx> MemString<'mcx> {
    /// Puts a character at the end.
    ///
    /// # Panics
    /// If the memory cannot be had.
    #[inline]
    #[track_caller]
    pub fn push(&mut self, c: char) {
        ok(self.try_push(c));
    }

    /// As [`push`](Self::push).
    ///
    /// # Errors
    /// If the memory cannot be had.
    #[inline]
    #[track_caller]
    pub fn try_push(&mut self, c: char) -> Result<(), AllocError> {
        match u8::try_from(c) {
            Ok(byte) if byte.is_ascii() => self.bytes.try_push(byte),
            _ => self.try_push_str(c.encode_utf8(&mut [0; 4])),
        }
    }

    /// Puts a string at the end.
    ///
    /// # Panics
    /// If the memory cannot be had.
    #[inline]
    #[track_caller]
    pub fn push_str(&mut self, text: &str) {
        ok(self.try_push_str(text));
    }

    /// As [`push_str`](Self::push_str).
    ///
    /// # Errors
    /// If the memory cannot be had.
    #[inline]
    #[track_caller]
    pub fn try_push_str(&mut self, text: &str) -> Result<(), AllocError> {
        self.bytes.try_append_bytes(text.as_bytes())
    }

    /// Takes the last character out.
    #[inline]
    pub fn pop(&mut self) -> Option<char> {
        let last = self.chars().next_back()?;
        self.bytes.truncate(self.len() - last.len_utf8());
        Some(last)
    }

    /// Puts a character at byte `at`. Linear in what stands behind it.
    ///
    /// # Panics
    /// If `at` is not at a character's boundary, or the memory cannot be had.
    #[inline]
    #[track_caller]
    pub fn insert(&mut self, at: usize, c: char) {
        ok(self.try_insert(at, c));
    }

    /// As [`insert`](Self::insert).
    ///
    /// # Errors
    /// If the memory cannot be had.
    ///
    /// # Panics
    /// If `at` is not at a character's boundary.
    #[inline]
    #[track_caller]
    pub fn try_insert(&mut self, at: usize, c: char) -> Result<(), AllocError> {
        self.try_insert_str(at, c.encode_utf8(&mut [0; 4]))
    }

    /// Puts a string at byte `at`. Linear in what stands behind it.
    ///
    /// # Panics
    /// If `at` is not at a character's boundary, or the memory cannot be had.
    #[inline]
    #[track_caller]
    pub fn insert_str(&mut self, at: usize, text: &str) {
        ok(self.try_insert_str(at, text));
    }

    /// As [`insert_str`](Self::insert_str).
    ///
    /// # Errors
    /// If the memory cannot be had.
    ///
    /// # Panics
    /// If `at` is not at a character's boundary.
    #[track_caller]
    pub fn try_insert_str(&mut self, at: usize, text: &str) -> Result<(), AllocError> {
        assert!(self.is_char_boundary(at), "byte {at} is not at the boundary of a character");
        self.try_push_str(text)?;
        self.bytes[at..].rotate_right(text.len());
        Ok(())
    }

    /// Takes out the character at byte `at`. Linear in what stands behind it.
    ///
    /// # Panics
    /// If `at` is the end, or not at a character's boundary.
    #[track_caller]
    pub fn remove(&mut self, at: usize) -> char {
        let Some(c) = self[at..].chars().next() else { panic!("cannot remove a char from the end of a string") };
        self.bytes.drain(at..at + c.len_utf8());
        c
    }

    /// Cuts the string at byte `len`. Does nothing if it is not longer.
    ///
    /// # Panics
    /// If `len` is inside the string and not at a character's boundary.
    #[track_caller]
    pub fn truncate(&mut self, len: usize) {
        if len < self.len() {
            assert!(self.is_char_boundary(len), "byte {len} is not at the boundary of a character");
            self.bytes.truncate(len);
        }
    }

    /// Takes all text out. The capacity stays.
    #[inline]
    pub fn clear(&mut self) {
        self.bytes.clear();
    }

    /// Moves the text from byte `at` on to a new string in the same scope.
    ///
    /// # Panics
    /// If `at` is not at a character's boundary, or the memory cannot be had.
    #[inline]
    #[must_use = "use `truncate` if the text is not needed"]
    #[track_caller]
    pub fn split_off(&mut self, at: usize) -> Self {
        ok(self.try_split_off(at))
    }

    /// As [`split_off`](Self::split_off).
    ///
    /// # Errors
    /// If the memory cannot be had.
    ///
    /// # Panics
    /// If `at` is not at a character's boundary.
    #[track_caller]
    pub fn try_split_off(&mut self, at: usize) -> Result<Self, AllocError> {
        assert!(self.is_char_boundary(at), "byte {at} is not at the boundary of a character");
        Ok(Self { bytes: self.bytes.try_split_off(at)? })
    }

    /// Keeps the characters for which `keep` returns `true`. If it panics, those that it has not seen are kept.
    pub fn retain(&mut self, mut keep: impl FnMut(char) -> bool) {
        /// `[0, kept)` and `[seen, len)` are whole characters at every moment, and in the end what the string has.
        struct Sieve<'a, 'mcx> {
            bytes: &'a mut MemVec<'mcx, u8>,
            kept: usize,
            seen: usize,
        }
        impl Drop for Sieve<'_, '_> {
            fn drop(&mut self) {
                self.bytes.drain(self.kept..self.seen);
            }
        }
        let mut sieve = Sieve { bytes: &mut self.bytes, kept: 0, seen: 0 };
        loop {
            // SAFETY: whole characters, as said.
            let rest = unsafe { str::from_utf8_unchecked(&sieve.bytes[sieve.seen..]) };
            let Some(c) = rest.chars().next() else { break };
            let next = sieve.seen + c.len_utf8();
            if keep(c) {
                sieve.bytes.copy_within(sieve.seen..next, sieve.kept);
                sieve.kept += c.len_utf8();
            }
            sieve.seen = next;
        }
    }
}

/// Bytes that are not UTF-8. Returned by [`MemString::from_utf8`].
#[derive(Debug)]
pub struct FromUtf8Error<'mcx> {
    bytes: MemVec<'mcx, u8>,
    error: Utf8Error,
}

impl<'mcx> FromUtf8Error<'mcx> {
    /// The bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The bytes, given back.
    #[must_use]
    pub fn into_bytes(self) -> MemVec<'mcx, u8> {
        self.bytes
    }

    /// Up to where they are UTF-8, and what is wrong there.
    #[must_use]
    pub fn utf8_error(&self) -> Utf8Error {
        self.error
    }
}

impl fmt::Display for FromUtf8Error<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(f)
    }
}

impl Error for FromUtf8Error<'_> {}
