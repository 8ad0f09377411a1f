//! Text: strings copied or formatted into the scope.

use core::ffi::CStr;
use core::fmt::{self, Write};
use core::mem::ManuallyDrop;
use core::{slice, str};

use super::{MemCx, ok};
use crate::error::{AllocError, Cause};
use crate::raw::{RawBuf, SHORT, copy_bytes, copy_short};
use crate::region::{Outcome, Panics, Tries};

impl<'mcx> MemCx<'mcx> {
    /// Copies a string into the scope. Strings lie packed, without padding between them.
    ///
    /// ```
    /// memscope::scope!(cx);
    /// let name: &mut str = cx.alloc_str("ada");
    /// name.make_ascii_uppercase();
    /// assert_eq!(name, "ADA");
    /// ```
    ///
    /// # Panics
    /// If the memory cannot be had.
    #[inline(always)]
    #[track_caller]
    pub fn alloc_str<'s>(self, text: &str) -> &'s mut str
    where
        'mcx: 's,
    {
        self.text::<Panics>(text)
    }

    /// As [`alloc_str`](Self::alloc_str).
    ///
    /// # Errors
    /// If the memory cannot be had.
    #[inline(always)]
    #[track_caller]
    pub fn try_alloc_str<'s>(self, text: &str) -> Result<&'s mut str, AllocError>
    where
        'mcx: 's,
    {
        self.text::<Tries>(text)
    }

    #[inline]
    #[track_caller]
    fn text<'s, O: Outcome>(self, text: &str) -> O::Of<&'s mut str>
    where
        'mcx: 's,
    {
        // SAFETY: the bytes of a string.
        O::map(self.bytes::<O>(text.as_bytes()), |bytes| unsafe { str::from_utf8_unchecked_mut(bytes) })
    }

    /// Copies a C string, with its NUL, into the scope.
    ///
    /// ```
    /// memscope::scope!(cx);
    /// assert_eq!(cx.alloc_cstr(c"libc").to_bytes_with_nul(), b"libc\0");
    /// ```
    ///
    /// # Panics
    /// If the memory cannot be had.
    #[inline]
    #[track_caller]
    pub fn alloc_cstr<'s>(self, text: &CStr) -> &'s CStr
    where
        'mcx: 's,
    {
        self.cstr::<Panics>(text)
    }

    /// As [`alloc_cstr`](Self::alloc_cstr).
    ///
    /// # Errors
    /// If the memory cannot be had.
    #[inline]
    #[track_caller]
    pub fn try_alloc_cstr<'s>(self, text: &CStr) -> Result<&'s CStr, AllocError>
    where
        'mcx: 's,
    {
        self.cstr::<Tries>(text)
    }

    #[inline]
    #[track_caller]
    fn cstr<'s, O: Outcome>(self, text: &CStr) -> O::Of<&'s CStr>
    where
        'mcx: 's,
    {
        // SAFETY: the bytes of a C string, its only NUL at the end.
        O::map(self.bytes::<O>(text.to_bytes_with_nul()), |bytes| unsafe { CStr::from_bytes_with_nul_unchecked(bytes) })
    }

    /// Formats into the scope, without a `String` on the way. [`format_in!`](crate::format_in!) is the short form.
    ///
    /// ```
    /// memscope::scope!(cx);
    /// assert_eq!(cx.alloc_fmt(format_args!("{}-{:02}", 2026, 7)), "2026-07");
    /// ```
    ///
    /// # Panics
    /// If the memory cannot be had, or if a formatting implementation returns an error of its own (as `format!` does).
    #[track_caller]
    pub fn alloc_fmt<'s>(self, args: fmt::Arguments<'_>) -> &'s mut str
    where
        'mcx: 's,
    {
        ok(self.formatted(args))
    }

    /// As [`alloc_fmt`](Self::alloc_fmt).
    ///
    /// # Errors
    /// If the memory cannot be had, or if a formatting implementation returns an error of its own
    /// ([`Cause::Format`]). What was written until then stays with the scope unless it is the newest there.
    pub fn try_alloc_fmt<'s>(self, args: fmt::Arguments<'_>) -> Result<&'s mut str, AllocError>
    where
        'mcx: 's,
    {
        self.formatted(args)
    }

    #[inline(always)]
    fn formatted<'s>(self, args: fmt::Arguments<'_>) -> Result<&'s mut str, AllocError>
    where
        'mcx: 's,
    {
        let mut text = Text::new(self);
        let result = text.write_fmt(args);
        match (text.error, result) {
            (None, Ok(())) => Ok(text.finish()),
            (None, Err(fmt::Error)) => Err(AllocError::new(self.region().site(), text.len, 1, Cause::Format)),
            (Some(error), _) => Err(error),
        }
    }

    /// Copies bytes into the scope, packed as strings are; few of them without a call.
    ///
    /// ```
    /// memscope::scope!(cx);
    /// let bytes: &mut [u8] = cx.alloc_bytes(b"na\xEFve");
    /// bytes[2] = b'i';
    /// assert_eq!(bytes, b"naive");
    /// ```
    ///
    /// # Panics
    /// If the memory cannot be had.
    #[inline]
    #[track_caller]
    pub fn alloc_bytes<'s>(self, bytes: &[u8]) -> &'s mut [u8]
    where
        'mcx: 's,
    {
        self.bytes::<Panics>(bytes)
    }

    /// As [`alloc_bytes`](Self::alloc_bytes).
    ///
    /// # Errors
    /// If the memory cannot be had.
    #[inline]
    #[track_caller]
    pub fn try_alloc_bytes<'s>(self, bytes: &[u8]) -> Result<&'s mut [u8], AllocError>
    where
        'mcx: 's,
    {
        self.bytes::<Tries>(bytes)
    }

    #[inline(always)]
    #[track_caller]
    fn bytes<'s, O: Outcome>(self, src: &[u8]) -> O::Of<&'s mut [u8]>
    where
        'mcx: 's,
    {
        // SAFETY: fresh memory of that length, written, and reachable by nobody else.
        O::map(self.region().place_bytes::<O>(src), |mut place| unsafe { place.as_mut() })
    }
}

/// Text on its way into a scope. Dropped before it is finished, it gives its memory back.
struct Text<'mcx> {
    cx: MemCx<'mcx>,
    buf: RawBuf<u8>,
    len: usize,
    error: Option<AllocError>,
}

impl<'mcx> Text<'mcx> {
    /// Begins with room for most texts, if the window has it; what is left over goes back at the end.
    fn new(cx: MemCx<'mcx>) -> Self {
        Self { cx, buf: RawBuf::at_hand(cx, 512), len: 0, error: None }
    }

    fn finish<'s>(self) -> &'s mut str
    where
        'mcx: 's,
    {
        let this = ManuallyDrop::new(self);
        let (cx, len) = (this.cx, this.len);
        // SAFETY: the buffer is of this scope. Its first `len` bytes were written, as whole strings.
        unsafe {
            this.buf.cut(cx, len);
            str::from_utf8_unchecked_mut(slice::from_raw_parts_mut(this.buf.ptr().as_ptr(), len))
        }
    }

    /// [`write_str`](Write::write_str) for any text.
    #[inline(never)]
    fn write_otherwise(&mut self, s: &str) -> fmt::Result {
        // SAFETY: the buffer is of `cx`'s scope and has `len` bytes written; `grow` makes room for the others.
        unsafe {
            if self.buf.cap() - self.len < s.len()
                && let Err(error) = self.buf.grow(self.cx, self.len, s.len())
            {
                self.error = Some(error);
                return Err(fmt::Error);
            }
            copy_bytes(s.as_bytes(), self.buf.ptr().add(self.len).as_ptr());
        }
        self.len += s.len();
        Ok(())
    }
}

impl Drop for Text<'_> {
    fn drop(&mut self) {
        // SAFETY: the buffer is of this scope and goes out of use here.
        unsafe { self.buf.free(self.cx) };
    }
}

impl Write for Text<'_> {
    #[inline]
    fn write_str(&mut self, s: &str) -> fmt::Result {
        // What is not short, or for which there is no room, is the other function's, in a tail call: so this one saves no
        // registers.
        if s.len() > SHORT || self.buf.cap() - self.len < s.len() {
            return self.write_otherwise(s);
        }
        // SAFETY: there is room behind the `len` bytes that are written.
        unsafe { copy_short(s.as_bytes(), self.buf.ptr().add(self.len).as_ptr()) };
        self.len += s.len();
        Ok(())
    }
}

/// Formats into a scope: `format_in!(cx, "…", args)` is [`cx.alloc_fmt(format_args!("…", args))`](MemCx::alloc_fmt).
///
/// ```
/// use memscope::{format_in, scope};
///
/// scope!(cx);
/// let city = "Oslo";
/// let line: &str = format_in!(cx, "{city}: {:.1}°", 3.25);
/// assert_eq!(line, "Oslo: 3.2°");
/// ```
#[macro_export]
macro_rules! format_in {
    ($cx:expr, $($arg:tt)*) => {
        $crate::MemCx::alloc_fmt($cx, ::core::format_args!($($arg)*))
    };
}

/// As [`format_in!`](crate::format_in!), with the error of [`try_alloc_fmt`](MemCx::try_alloc_fmt).
///
/// ```
/// use memscope::{scope, try_format_in};
///
/// scope!(cx, limit = 16);
/// assert_eq!(try_format_in!(cx, "{}", 42).unwrap(), "42");
/// assert!(try_format_in!(cx, "{:20}", 42).is_err());
/// ```
#[macro_export]
macro_rules! try_format_in {
    ($cx:expr, $($arg:tt)*) => {
        $crate::MemCx::try_alloc_fmt($cx, ::core::format_args!($($arg)*))
    };
}
