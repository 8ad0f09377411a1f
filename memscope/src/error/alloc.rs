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
/// assert_eq!(error.to_string(), "scope `row` cannot allocate 8000 bytes (align 8): it would exceed its limit");
/// ```
#[derive(Clone, Copy, Debug)]
pub struct AllocError {
    site: &'static Site,
    size: usize,
    align_shift: u8,
    cause: Cause,
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
        Self { site, size, align_shift: align.trailing_zeros() as u8, cause }
    }

    /// How many bytes were asked for.
    #[must_use]
    pub const fn size(&self) -> usize {
        self.size
    }

    /// At which alignment, in bytes.
    #[must_use]
    pub const fn align(&self) -> usize {
        1 << self.align_shift
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
        self.cause
    }

    /// What the functions without `try_` do: panics with the error's text.
    #[cold]
    #[inline(never)]
    #[track_caller]
    pub(crate) fn raise(self) -> ! {
        panic!("{self}")
    }
}

impl fmt::Display for AllocError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (name, size, align) = (self.scope(), self.size, self.align());
        match self.cause {
            Cause::OutOfMemory => {
                write!(f, "scope `{name}` cannot allocate {size} bytes (align {align}): out of memory")
            }
            Cause::Limit => {
                write!(f, "scope `{name}` cannot allocate {size} bytes (align {align}): it would exceed its limit")
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
