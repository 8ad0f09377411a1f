//! The walk from an error down to its first cause.

use core::error::Error;
use core::fmt;
use core::iter::{self, FusedIterator};

use super::scoped::ScopedError;

/// The links of a [`ScopedError`], the outermost first. Made by [`ScopedError::chain`].
///
/// Displayed, it is all of them in one line.
#[derive(Clone)]
pub struct Chain<'a> {
    next: Option<Link<'a>>,
}

/// One link: in a scope, or an error of another kind, with the sources that it has.
#[derive(Clone, Copy)]
pub(super) enum Link<'a> {
    Scoped(&'a ScopedError<'a>),
    Foreign(&'a (dyn Error + 'static)),
}

impl<'a> Link<'a> {
    fn below(self) -> Option<Self> {
        match self {
            Self::Scoped(error) => {
                error.below().map(Self::Scoped).or_else(|| error.foreign()?.source().map(Self::Foreign))
            }
            Self::Foreign(error) => error.source().map(Self::Foreign),
        }
    }

    fn error(self) -> &'a (dyn Error + 'a) {
        match self {
            Self::Scoped(error) => error,
            Self::Foreign(error) => error,
        }
    }

    /// The error of another kind that stands here.
    pub(super) fn foreign(self) -> Option<&'a (dyn Error + 'static)> {
        match self {
            Self::Scoped(error) => error.foreign(),
            Self::Foreign(error) => Some(error),
        }
    }
}

impl<'a> Chain<'a> {
    pub(super) fn new(first: Link<'a>) -> Self {
        Self { next: Some(first) }
    }

    pub(super) fn links(self) -> impl Iterator<Item = Link<'a>> {
        iter::successors(self.next, |link| link.below())
    }
}

impl<'a> Iterator for Chain<'a> {
    type Item = &'a (dyn Error + 'a);

    fn next(&mut self) -> Option<Self::Item> {
        let link = self.next?;
        self.next = link.below();
        Some(link.error())
    }
}

impl FusedIterator for Chain<'_> {}

impl fmt::Display for Chain<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        line(f, self.clone())
    }
}

impl fmt::Debug for Chain<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.clone()).finish()
    }
}

/// All texts in one line: `{:#}`.
pub(super) fn line<'a>(f: &mut fmt::Formatter<'_>, chain: impl Iterator<Item = &'a (dyn Error + 'a)>) -> fmt::Result {
    for (n, error) in chain.enumerate() {
        let gap = if n == 0 { "" } else { ": " };
        write!(f, "{gap}{error}")?;
    }
    Ok(())
}

/// One text a line: `{:?}`.
pub(super) fn report<'a>(
    f: &mut fmt::Formatter<'_>,
    mut chain: impl Iterator<Item = &'a (dyn Error + 'a)>,
) -> fmt::Result {
    if let Some(error) = chain.next() {
        write!(f, "{error}")?;
    }
    let mut causes = chain.peekable();
    let Some(first) = causes.next() else { return Ok(()) };
    f.write_str("\n\nCaused by:")?;
    if causes.peek().is_none() {
        return write!(f, "\n    {first}");
    }
    for (n, error) in iter::once(first).chain(causes).enumerate() {
        write!(f, "\n{n:5}: {error}")?;
    }
    Ok(())
}
