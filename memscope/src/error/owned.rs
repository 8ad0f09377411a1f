//! The error that has left its scope.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::error::Error;
use core::fmt::{self, Write};
use core::iter;

use super::alloc::{AllocError, Cause};
use super::chain::{self, Chain};
use super::scoped::ScopedError;
use crate::region::Site;

/// The texts of a [`ScopedError`] and its causes, on the heap. Made by [`ScopedError::into_owned`], and by `?` in a
/// function that returns it.
///
/// ```
/// use memscope::{error_in, scope, OwnedError};
///
/// fn run() -> Result<(), OwnedError> {
///     scope!(cx);
///     Err(error_in!(cx, "no digit").context_in(cx, format_args!("row {}", 7)))?
/// }
/// let error: Box<dyn std::error::Error + Send + Sync> = run().unwrap_err().into();
/// assert_eq!(error.to_string(), "row 7");
/// assert_eq!(error.source().unwrap().to_string(), "no digit");
/// ```
///
/// One word. `{}`, `{:#}` and `{:?}` print what they print of a `ScopedError`. A chain of any length is dropped on a
/// small stack.
pub struct OwnedError(Box<[Part; 1]>); // an array, since a vector is the way to a box that may fail

struct Part {
    text: String,
    below: Option<OwnedError>,
}

impl OwnedError {
    /// The texts of a chain.
    pub(super) fn try_of(chain: Chain<'_>) -> Result<Self, AllocError> {
        let mut first = None;
        let mut end = &mut first;
        for error in chain {
            let [part] = &mut *end.insert(Self::try_new(error)?).0;
            end = &mut part.below;
        }
        Ok(first.expect("a chain has a first link"))
    }

    fn try_new(error: &dyn Error) -> Result<Self, AllocError> {
        let mut text = Text { whole: String::new(), refused: None };
        // If a formatting implementation returns an error of its own, what it wrote before is the text.
        let _ = write!(text, "{error}");
        if let Some(refused) = text.refused {
            return Err(refused);
        }
        let mut one = Vec::new();
        one.try_reserve_exact(1).map_err(|_| refusal(size_of::<Part>(), align_of::<Part>()))?;
        one.push(Part { text: text.whole, below: None });
        let Ok(one) = one.try_into() else { unreachable!("a vector of one") };
        Ok(Self(one))
    }

    fn part(&self) -> &Part {
        let [part] = &*self.0;
        part
    }

    fn chain<'a>(&'a self) -> impl Iterator<Item = &'a (dyn Error + 'a)> {
        iter::successors(Some(self), |error| error.part().below.as_ref()).map(|error| error as _)
    }
}

/// What the heap, which is no scope, refused.
fn refusal(size: usize, align: usize) -> AllocError {
    const HEAP: &Site = &Site::new("heap", file!(), line!());
    AllocError::new(HEAP, size, align, Cause::OutOfMemory)
}

struct Text {
    whole: String,
    refused: Option<AllocError>,
}

impl Write for Text {
    fn write_str(&mut self, s: &str) -> fmt::Result {
        if self.whole.try_reserve(s.len()).is_err() {
            self.refused = Some(refusal(self.whole.len() + s.len(), 1));
            return Err(fmt::Error);
        }
        self.whole.push_str(s);
        Ok(())
    }
}

impl Drop for OwnedError {
    fn drop(&mut self) {
        // Each is dropped when nothing is below it any more, so that a long chain does not end on the stack.
        let [part] = &mut *self.0;
        let mut next = part.below.take();
        while let Some(mut error) = next {
            let [part] = &mut *error.0;
            next = part.below.take();
        }
    }
}

impl fmt::Display for OwnedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if f.alternate() { chain::line(f, self.chain()) } else { f.write_str(&self.part().text) }
    }
}

impl fmt::Debug for OwnedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        chain::report(f, self.chain())
    }
}

impl Error for OwnedError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.part().below.as_ref().map(|error| error as _)
    }
}

impl From<ScopedError<'_>> for OwnedError {
    /// # Panics
    /// If the heap has no memory.
    #[track_caller]
    fn from(error: ScopedError<'_>) -> Self {
        error.into_owned()
    }
}

impl From<AllocError> for OwnedError {
    /// # Panics
    /// If the heap has no memory.
    #[track_caller]
    fn from(refusal: AllocError) -> Self {
        ScopedError::from(refusal).into_owned()
    }
}
