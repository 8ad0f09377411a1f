//! What an allocation that cannot be had reports.

use core::fmt;

use crate::region::Site;

/// A scope could not give the memory that was asked for.
///
/// `Copy` and 24 bytes; making, passing and formatting it needs no memory, so it can be reported when nothing is left.
/// The size is in bytes; for a size that overflowed, [`size`](Self::size) is `usize::MAX`.
///
/// ```
/// use memscope::{scope, AllocError};
///
/// fn greedy() -> Result<(), AllocError> {
///     scope!(cx, name = "row", limit = 1024);
///     cx.try_alloc_slice_default::<u64>(1000)?;
///     Ok(())
/// }
/// let error = greedy().unwrap_err();
/// assert_eq!((error.size(), error.align(), error.scope()), (8000, 8, "row"));
/// assert_eq!((error.limit(), error.used()), (Some(1024), Some(0)));
/// assert_eq!(
///     error.to_string(),
///     "scope `row` cannot allocate 8000 bytes (align 8): it would exceed its limit of 1024 bytes, of which 0 are used",
/// );
/// ```
#[derive(Clone, Copy)]
pub struct AllocError {
    site: &'static Site,
    size: Short,
    limit: Short,
    /// Never more than the limit that is told. Else there is none, and this is one more than the upper part of the size,
    /// which can be any.
    used: Short,
    /// The cause in two bits, the alignment's power of two in six.
    kind: u8,
}

/// A number of bytes below a tebibyte. Three of these have room where two words would have.
type Short = [u8; 5];
const SHORT_BITS: u32 = 40;

const fn short([a, b, c, d, e, ..]: [u8; 8]) -> Short {
    [a, b, c, d, e]
}

const fn long([a, b, c, d, e]: Short) -> u64 {
    u64::from_le_bytes([a, b, c, d, e, 0, 0, 0])
}

/// Why an allocation failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Cause {
    /// The heap had nothing more to give.
    OutOfMemory,
    /// The limit of the scope, or of one around it, would be exceeded.
    Limit,
    /// The size is more than any object may have (`isize::MAX` bytes).
    CapacityOverflow,
    /// A formatting implementation returned an error of its own. Only the formatting functions report this.
    Format,
}

const _: () = assert!(size_of::<AllocError>() <= 24);

impl AllocError {
    pub(crate) const fn new(site: &'static Site, size: usize, align: usize, cause: Cause) -> Self {
        let size = size as u64;
        Self {
            site,
            size: short(size.to_le_bytes()),
            limit: [0; 5],
            used: short(((size >> SHORT_BITS) + 1).to_le_bytes()),
            kind: (align.trailing_zeros() as u8) << 2 | cause as u8,
        }
    }

    /// A refusal by the scope of `site`, which has a limit and has used so much of it.
    pub(crate) const fn limited(site: &'static Site, size: usize, align: usize, limit: usize, used: usize) -> Self {
        let refusal = Self::new(site, size, align, Cause::Limit);
        let [size, limit, used] = [size as u64, limit as u64, used as u64];
        debug_assert!(used <= limit);
        if (size | limit) >> SHORT_BITS != 0 {
            return refusal;
        }
        Self { limit: short(limit.to_le_bytes()), used: short(used.to_le_bytes()), ..refusal }
    }

    const fn tells_limit(&self) -> bool {
        long(self.used) <= long(self.limit)
    }

    /// How many bytes were asked for.
    #[must_use]
    pub const fn size(&self) -> usize {
        let upper = if self.tells_limit() { 0 } else { long(self.used) - 1 };
        (long(self.size) | upper << SHORT_BITS) as usize
    }

    /// At which alignment, in bytes.
    #[must_use]
    pub const fn align(&self) -> usize {
        1 << (self.kind >> 2)
    }

    /// The limit that would have been exceeded, in bytes, which is that of the scope that [refused](Self::scope). `None` if
    /// the [cause](Self::cause) is another; or if the limit or the request is a tebibyte (2<sup>40</sup> bytes) or more,
    /// since an error has room for three such numbers. It tells no limit rather than a rounded one;
    /// [`MemCx::limit`](crate::MemCx::limit) knows any.
    #[must_use]
    pub const fn limit(&self) -> Option<usize> {
        if self.tells_limit() { Some(long(self.limit) as usize) } else { None }
    }

    /// How much of the [`limit`](Self::limit) was used when this was refused, in bytes. `None` where the limit is.
    #[must_use]
    pub const fn used(&self) -> Option<usize> {
        if self.tells_limit() { Some(long(self.used) as usize) } else { None }
    }

    /// The name of the scope that refused: for [`Cause::Limit`] the one whose limit it is.
    #[must_use]
    pub const fn scope(&self) -> &'static str {
        self.site.name()
    }

    /// The file and line where that scope was opened.
    #[must_use]
    pub const fn place(&self) -> (&'static str, u32) {
        self.site.place()
    }

    /// Why.
    #[must_use]
    pub const fn cause(&self) -> Cause {
        match self.kind & 3 {
            0 => Cause::OutOfMemory,
            1 => Cause::Limit,
            2 => Cause::CapacityOverflow,
            _ => Cause::Format,
        }
    }

    /// What the functions without `try_` do: panics with the error's text.
    #[cold]
    #[inline(never)]
    #[track_caller]
    pub(crate) fn raise(self) -> ! {
        panic!("{self}")
    }
}

impl fmt::Debug for AllocError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AllocError")
            .field("scope", &self.scope())
            .field("place", &self.place())
            .field("cause", &self.cause())
            .field("size", &self.size())
            .field("align", &self.align())
            .field("limit", &self.limit())
            .field("used", &self.used())
            .finish()
    }
}

impl fmt::Display for AllocError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (name, size, align) = (self.scope(), self.size(), self.align());
        match self.cause() {
            Cause::OutOfMemory => {
                write!(f, "scope `{name}` cannot allocate {size} bytes (align {align}): out of memory")
            }
            Cause::Limit => {
                write!(f, "scope `{name}` cannot allocate {size} bytes (align {align}): it would exceed its limit")?;
                match (self.limit(), self.used()) {
                    (Some(limit), Some(used)) => write!(f, " of {limit} bytes, of which {used} are used"),
                    _ => Ok(()),
                }
            }
            Cause::CapacityOverflow => {
                write!(f, "scope `{name}` cannot allocate so much: the size exceeds `isize::MAX` bytes")
            }
            Cause::Format => {
                write!(f, "a formatting implementation returned an error while scope `{name}` was written to")
            }
        }
    }
}

impl core::error::Error for AllocError {}
