//! Text: strings copied or formatted into the scope.

use core::ffi::CStr;
use core::fmt::{self, Write};
use core::ptr::NonNull;
use core::{slice, str};

use super::{MemCx, ok};
use crate::error::{AllocError, Cause};
use crate::raw::{RawBuf, array_layout};

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
    #[inline]
    #[track_caller]
    pub fn alloc_str<'s>(self, text: &str) -> &'s mut str
    where
        'mcx: 's,
    {
        ok(self.try_alloc_str(text))
    }

    /// As [`alloc_str`](Self::alloc_str).
    ///
    /// # Errors
    /// If the memory cannot be had.
    #[inline]
    pub fn try_alloc_str<'s>(self, text: &str) -> Result<&'s mut str, AllocError>
    where
        'mcx: 's,
    {
        let bytes = self.bytes(text.as_bytes())?;
        // SAFETY: the bytes of a string.
        Ok(unsafe { str::from_utf8_unchecked_mut(bytes) })
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
        ok(self.try_alloc_cstr(text))
    }

    /// As [`alloc_cstr`](Self::alloc_cstr).
    ///
    /// # Errors
    /// If the memory cannot be had.
    #[inline]
    pub fn try_alloc_cstr<'s>(self, text: &CStr) -> Result<&'s CStr, AllocError>
    where
        'mcx: 's,
    {
        let bytes = self.bytes(text.to_bytes_with_nul())?;
        // SAFETY: the bytes of a C string, its only NUL at the end.
        Ok(unsafe { CStr::from_bytes_with_nul_unchecked(bytes) })
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
    #[inline]
    #[track_caller]
    pub fn alloc_fmt<'s>(self, args: fmt::Arguments<'_>) -> &'s mut str
    where
        'mcx: 's,
    {
        ok(self.try_alloc_fmt(args))
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
        let mut text = Text { cx: self, buf: RawBuf::NEW, len: 0, error: None };
        let result = text.write_fmt(args);
        let Text { mut buf, len, error, .. } = text;
        if let Some(error) = error {
            // SAFETY: the buffer is of this scope and goes out of use here.
            unsafe { buf.free(self) };
            return Err(error);
        }
        if result.is_err() {
            // SAFETY: as above.
            unsafe { buf.free(self) };
            return Err(AllocError::new(self.region().site(), len, 1, Cause::Format));
        }
        // SAFETY: the first `len` bytes were written, as whole strings.
        unsafe {
            buf.shrink(self, len);
            Ok(str::from_utf8_unchecked_mut(slice::from_raw_parts_mut(buf.ptr().as_ptr(), len)))
        }
    }

    #[inline(always)]
    fn bytes<'s>(self, src: &[u8]) -> Result<&'s mut [u8], AllocError>
    where
        'mcx: 's,
    {
        let place = self.region().reserve_bottom(array_layout::<u8>(self, src.len())?)?;
        // SAFETY: fresh memory of that length, disjoint from what anybody can refer to.
        unsafe {
            copy_short(src, place);
            Ok(NonNull::slice_from_raw_parts(place, src.len()).as_mut())
        }
    }
}

/// Copies bytes; up to 16 of them without a call. Names and fields are mostly that short.
///
/// # Safety
/// `dst` is valid for writes of `src.len()` bytes that are not `src`'s.
#[inline(always)]
pub(crate) unsafe fn copy_short(src: &[u8], dst: NonNull<u8>) {
    let (from, to, len) = (src.as_ptr(), dst.as_ptr(), src.len());
    // SAFETY: each pair of accesses covers `[0, len)` from both ends, and lies within it.
    unsafe {
        if len > 16 {
            to.copy_from_nonoverlapping(from, len);
        } else if len >= 8 {
            let (a, b) = (from.cast::<u64>().read_unaligned(), from.add(len - 8).cast::<u64>().read_unaligned());
            to.cast::<u64>().write_unaligned(a);
            to.add(len - 8).cast::<u64>().write_unaligned(b);
        } else if len >= 4 {
            let (a, b) = (from.cast::<u32>().read_unaligned(), from.add(len - 4).cast::<u32>().read_unaligned());
            to.cast::<u32>().write_unaligned(a);
            to.add(len - 4).cast::<u32>().write_unaligned(b);
        } else if len > 0 {
            let (a, b, c) = (*from, *from.add(len / 2), *from.add(len - 1));
            *to = a;
            *to.add(len / 2) = b;
            *to.add(len - 1) = c;
        }
    }
}

/// Text on its way into a scope.
struct Text<'mcx> {
    cx: MemCx<'mcx>,
    buf: RawBuf<u8>,
    len: usize,
    error: Option<AllocError>,
}

impl Write for Text<'_> {
    #[inline]
    fn write_str(&mut self, s: &str) -> fmt::Result {
        // SAFETY: the buffer is of `cx`'s scope and has `len` bytes written; `grow` makes room for the others.
        unsafe {
            if self.buf.cap() - self.len < s.len()
                && let Err(error) = self.buf.grow(self.cx, self.len, s.len())
            {
                self.error = Some(error);
                return Err(fmt::Error);
            }
            copy_short(s.as_bytes(), self.buf.ptr().add(self.len));
        }
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
