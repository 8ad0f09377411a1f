//! Who asks for memory, for the reports of a source that checks.

#[cfg(feature = "checked")]
use core::panic::Location;

/// The call that asks: in the user's code if every function on the way tracks its caller. Without the feature `checked` it is
/// not known, and costs nothing.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Caller {
    #[cfg(feature = "checked")]
    location: Option<&'static Location<'static>>,
}

impl Caller {
    pub(crate) const UNKNOWN: Self = Self {
        #[cfg(feature = "checked")]
        location: None,
    };

    #[inline(always)]
    #[track_caller]
    pub(super) const fn here() -> Self {
        Self {
            #[cfg(feature = "checked")]
            location: Some(Location::caller()),
        }
    }

    /// The file and line.
    pub(crate) fn place(self) -> Option<(&'static str, u32)> {
        #[cfg(feature = "checked")]
        return self.location.map(|location| (location.file(), location.line()));
        #[cfg(not(feature = "checked"))]
        None
    }
}
