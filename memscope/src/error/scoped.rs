//! The error that lives in a scope.

use core::any::Any;
use core::error::Error;
use core::fmt::{self, Write};
use core::iter;

use super::alloc::{AllocError, Cause};
use super::chain::{self, Chain, Link};
use super::context::Adoptable;
use super::owned::OwnedError;
use crate::copy_in::CopyIn;
use crate::cx::{MemCx, ok};
use crate::keep::{Covariant, Family, Keepable};
use crate::string::MemString;

/// An error whose message and causes are in the memory of a scope, and go with it.
///
/// ```
/// use memscope::{error_in, scope, AdoptIn, ContextIn, MemCx, OwnedError, ScopedError};
///
/// fn port<'mcx>(cx: MemCx<'mcx>, line: &str) -> Result<u16, ScopedError<'mcx>> {
///     let (key, value) = line.split_once('=').ok_or_else(|| error_in!(cx, "`{line}` has no `=`"))?;
///     value.parse().adopt_in(cx).context_in(cx, format_args!("`{key}` is no port"))
/// }
///
/// fn run() -> Result<u16, OwnedError> {
///     scope!(cx);
///     Ok(port(cx, "listen=80a")?)        // what leaves the scope is made owned
/// }
///
/// scope!(cx);
/// let error = port(cx, "listen=80a").unwrap_err();
/// assert_eq!(error.to_string(), "`listen` is no port");
/// assert_eq!(format!("{error:#}"), "`listen` is no port: invalid digit found in string");
/// assert!(error.downcast_ref::<std::num::ParseIntError>().is_some());
/// assert_eq!(format!("{:#}", run().unwrap_err()), format!("{error:#}"));
/// ```
///
/// `{}` is the message, `{:#}` the whole chain of causes in one line, `{:?}` a report with one cause a line.
///
/// It borrows from its scope, so it cannot outlive it: [`copy_in`](CopyIn::copy_in) moves it to an outer one,
/// [`into_owned`](Self::into_owned) out of all, and `?` does the latter in a function that returns [`OwnedError`]. It
/// owns nothing, hence it is `Copy`, has no destructor, and a chain of any length is freed with the scope at once.
/// Errors of other kinds, which may have destructors, the scope [adopts](Self::adopt).
///
/// **When memory runs out** no error is lost, and making one neither fails nor panics: the value has a reserve of its
/// own. A literal message needs no memory. Any other ends where the memory does, or is cut to 29 bytes, at a char
/// boundary; a context that cannot be linked to its cause is left out; of an error of another kind that cannot be
/// adopted, the text remains. Each time the scope's refusal is told behind the message, and returned by
/// [`refused`](Self::refused):
///
/// ```
/// use memscope::{error_in, scope};
///
/// scope!(cx, name = "row", limit = 0);
/// let (field, file) = (3, "prices.csv");
/// assert_eq!(
///     error_in!(cx, "field {field} is empty in `{file}`").to_string(),
///     "field 3 is empty in `prices.c… (and scope `row` cannot allocate 6 bytes (align 1): it would exceed its limit of \
///      0 bytes, of which 0 are used)",
/// );
/// ```
///
/// **Cost.** 64 bytes, which the happy path does not touch: a function that returns `Result<u32, ScopedError>` and its
/// callers take no more instructions there than with an error of one word that has a destructor. Making one writes its
/// text, each context takes 64 bytes and its text, an adopted error its size and two words.
///
/// The idea of a chain of contexts is that of the `anyhow` crate.
#[derive(Clone, Copy)]
pub struct ScopedError<'e> {
    what: What<'e>,
    below: Option<&'e ScopedError<'e>>,
    /// Why this link, or what should have been linked to it, is not complete.
    refused: Option<AllocError>,
}

const _: () = assert!(size_of::<Result<u32, ScopedError<'_>>>() <= 64);

/// What one link of a chain says.
#[derive(Clone, Copy)]
enum What<'e> {
    Message(&'e str),
    Cut(Cut),
    Foreign(&'e (dyn Error + Send + Sync + 'static)),
    Refusal(AllocError),
}

/// Making one.
impl<'e> ScopedError<'e> {
    /// An error with this message, whose text is formatted into the scope. [`error_in!`](crate::error_in!) is the short
    /// form.
    ///
    /// ```
    /// use memscope::{scope, ScopedError};
    ///
    /// scope!(cx);
    /// assert_eq!(ScopedError::new(cx, format_args!("row {} is empty", 7)).to_string(), "row 7 is empty");
    /// ```
    ///
    /// If the memory cannot be had, or a formatting implementation returns an error of its own, the message is what
    /// could be written, and [`refused`](Self::refused) says why.
    #[cold]
    #[must_use]
    pub fn new(cx: MemCx<'e>, message: fmt::Arguments<'_>) -> Self {
        let (what, refused) = What::write(cx, message);
        Self { what, below: None, refused }
    }

    /// Moves an error of another kind into the scope, which drops it at its end, as [`MemCx::adopt`] does.
    ///
    /// Its message becomes this one's, its [sources](Error::source) the causes, and
    /// [`downcast_ref`](Self::downcast_ref) finds it. [`AdoptIn`](super::AdoptIn) does this in a `Result`.
    ///
    /// ```
    /// use memscope::{scope, ScopedError};
    ///
    /// scope!(cx);
    /// let error = ScopedError::adopt(cx, std::io::Error::other("the disk is gone"));
    /// assert_eq!(error.to_string(), "the disk is gone");
    /// assert!(error.downcast_ref::<std::io::Error>().is_some());
    /// ```
    ///
    /// If the memory cannot be had, the error is dropped at once, and its text and those of its sources are what
    /// remains.
    #[cold]
    #[must_use]
    pub fn adopt<E: Adoptable>(cx: MemCx<'e>, error: E) -> Self {
        if let Some(refusal) = (&error as &dyn Any).downcast_ref::<AllocError>() {
            return Self::from(*refusal);
        }
        // The place first: if it cannot be had, the error is still here to be asked for its text.
        match cx.try_adopt(None) {
            Ok(place) => Self { what: What::Foreign(place.insert(error)), below: None, refused: None },
            Err(refused) => {
                let (what, _) = What::write(cx, format_args!("{}", Chain::new(Link::Foreign(&error))));
                Self { what, below: None, refused: Some(refused) }
            }
        }
    }

    /// This error as the cause of another. [`ContextIn`](super::ContextIn) does this in a `Result`.
    ///
    /// ```
    /// use memscope::{error_in, scope};
    ///
    /// scope!(cx);
    /// let error = error_in!(cx, "no digit").context_in(cx, format_args!("row {}", 7));
    /// assert_eq!(format!("{error:#}"), "row 7: no digit");
    /// ```
    ///
    /// If there is no memory to link the two, the context is left out, and [`refused`](Self::refused) says why.
    #[cold]
    #[must_use]
    pub fn context_in(self, cx: MemCx<'e>, context: fmt::Arguments<'_>) -> Self {
        match (cx.try_alloc(self), self.what) {
            (Ok(below), _) => Self { below: Some(below), ..Self::new(cx, context) },
            // A refusal has a place beside a message, so both are kept.
            (Err(_), What::Refusal(refusal)) => Self { refused: Some(refusal), ..Self::new(cx, context) },
            (Err(refused), _) => Self { refused: self.refused.or(Some(refused)), ..self },
        }
    }
}

/// Looking into one.
impl<'e> ScopedError<'e> {
    /// The error and its causes, the outermost first: messages, adopted errors, and the sources of those.
    ///
    /// ```
    /// use memscope::{error_in, scope};
    ///
    /// scope!(cx);
    /// let error = error_in!(cx, "no digit").context_in(cx, format_args!("row 7"));
    /// let texts: Vec<_> = error.chain().map(|link| link.to_string()).collect();
    /// assert_eq!(texts, ["row 7", "no digit"]);
    /// ```
    #[must_use]
    pub fn chain(&self) -> Chain<'_> {
        Chain::new(Link::Scoped(self))
    }

    /// The first error of this type in the chain, of those that were adopted and their sources. An [`AllocError`] that
    /// `?` turned into this is found, too.
    #[must_use]
    pub fn downcast_ref<E: Error + 'static>(&self) -> Option<&E> {
        self.chain().links().find_map(|link| link.foreign()?.downcast_ref())
    }

    /// The first refusal of memory in the chain: of an allocation whose error became this one by `?`, or of memory for
    /// the error itself, which then is not complete.
    #[must_use]
    pub fn refused(&self) -> Option<AllocError> {
        self.chain().links().find_map(|link| match link {
            Link::Scoped(ScopedError { refused: Some(refused), .. }) => Some(*refused),
            _ => link.foreign()?.downcast_ref().copied(),
        })
    }

    /// The link below.
    pub(super) fn below(&self) -> Option<&ScopedError<'_>> {
        self.below
    }

    /// The error of another kind that stands here.
    pub(super) fn foreign(&self) -> Option<&(dyn Error + 'static)> {
        match &self.what {
            What::Foreign(error) => Some(*error),
            What::Refusal(refusal) => Some(refusal),
            What::Message(_) | What::Cut(_) => None,
        }
    }
}

/// Leaving a scope.
impl ScopedError<'_> {
    /// The error without its scope, on the heap: `Send`, `Sync` and `'static`, each cause the
    /// [source](Error::source) of the one above. Of adopted errors and their sources it has the texts.
    ///
    /// ```
    /// use memscope::{scope, AdoptIn, ScopedError};
    ///
    /// fn digit(text: &str) -> Result<u8, Box<dyn std::error::Error>> {
    ///     scope!(cx);
    ///     Ok(text.parse().adopt_in(cx).map_err(ScopedError::into_owned)?)
    /// }
    /// assert_eq!(digit("x").unwrap_err().to_string(), "invalid digit found in string");
    /// ```
    ///
    /// # Panics
    /// If the heap has no memory.
    #[cold]
    #[must_use]
    #[track_caller]
    pub fn into_owned(self) -> OwnedError {
        ok(self.try_into_owned())
    }

    /// As [`into_owned`](Self::into_owned).
    ///
    /// # Errors
    /// If the heap has no memory; its name there is `heap`.
    #[cold]
    pub fn try_into_owned(self) -> Result<OwnedError, AllocError> {
        OwnedError::try_of(self.chain())
    }

    /// The copy, and what it lacks for want of memory.
    fn copied<'to>(&self, cx: MemCx<'to>) -> (ScopedError<'to>, Option<AllocError>) {
        const EMPTY: ScopedError<'_> = ScopedError { what: What::Message(""), below: None, refused: None };
        let causes = self.chain().count() - 1;
        let mut rest: &'to mut [ScopedError<'to>] = match cx.try_alloc_slice_fill_with(causes, |_| EMPTY) {
            Ok(links) => links,
            Err(refused) => {
                let all = ScopedError::new(cx, format_args!("{self:#}"));
                return (ScopedError { refused: Some(refused), ..all }, Some(refused));
            }
        };
        let (mut head, mut lacks, mut made) = (EMPTY, None, 0);
        let mut write = |text: fmt::Arguments<'_>| {
            let copy = ScopedError::new(cx, text);
            lacks = lacks.or(copy.refused);
            copy
        };
        for (copy, link) in iter::once(&mut head).chain(rest.iter_mut()).zip(self.chain().links()) {
            *copy = match link {
                Link::Scoped(ScopedError { what: What::Refusal(refusal), .. }) => ScopedError::from(*refusal),
                Link::Scoped(ScopedError { what, refused, .. }) => {
                    let copy = write(format_args!("{what}"));
                    ScopedError { refused: refused.or(copy.refused), ..copy }
                }
                Link::Foreign(error) => write(format_args!("{error}")),
            };
            made += 1;
        }
        // An error of another kind may have fewer sources this time.
        rest = &mut rest[..made - 1];
        // From the last to the first, so that each is complete when the one above refers to it.
        while let Some((last, front)) = rest.split_last_mut() {
            last.below = head.below;
            head.below = Some(last);
            rest = front;
        }
        (head, lacks)
    }
}

/// The way out of an inner scope: a copy of the error and its causes in another.
///
/// Adopted errors stay with the scope that drops them. Of those, and of their sources, the copy has the texts.
///
/// ```
/// use memscope::{error_in, scope, CopyIn, MemCx, ScopedError};
///
/// fn row<'tmp>(tmp: MemCx<'tmp>, n: u32) -> Result<(), ScopedError<'tmp>> {
///     Err(error_in!(tmp, "row {n} is empty"))
/// }
///
/// fn table<'mcx>(cx: MemCx<'mcx>) -> Result<(), ScopedError<'mcx>> {
///     for n in 0..10 {
///         scope!(tmp in cx);
///         row(tmp, n).map_err(|error| error.copy_in(cx))?;
///     }
///     Ok(())
/// }
/// scope!(cx);
/// assert_eq!(table(cx).unwrap_err().to_string(), "row 0 is empty");
/// ```
///
/// Needs no more stack for a long chain than for a short one.
impl<'to> CopyIn<'to> for ScopedError<'_> {
    type Copy = ScopedError<'to>;

    /// # Errors
    /// If the copy would be less complete than this is. What was written until then stays with the scope.
    #[cold]
    fn try_copy_in(&self, cx: MemCx<'to>) -> Result<ScopedError<'to>, AllocError> {
        match self.copied(cx) {
            (copy, None) => Ok(copy),
            (_, Some(refused)) => Err(refused),
        }
    }

    /// Never panics: if there is no memory for the links, the texts become one; if there is none for a text, it is cut.
    /// [`refused`](ScopedError::refused) says so.
    #[cold]
    fn copy_in(&self, cx: MemCx<'to>) -> ScopedError<'to> {
        self.copied(cx).0
    }
}

impl Family for ScopedError<'_> {
    type Rest = ();
}

/// `Kept<ScopedError<'static>>` is an error with its memory, adopted errors included: it may go where no scope does.
impl<'m> Keepable<'m> for ScopedError<'_> {
    type At = ScopedError<'m>;
}

impl Covariant for ScopedError<'_> {
    #[inline]
    fn shorten<'r, 'short, 'long: 'short>(root: &'r ScopedError<'long>) -> &'r ScopedError<'short>
    where
        Self: 'long,
    {
        root
    }
}

impl fmt::Display for ScopedError<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if f.alternate() {
            return fmt::Display::fmt(&self.chain(), f);
        }
        write!(f, "{}", self.what)?;
        match self.refused {
            Some(refused) => write!(f, " (and {refused})"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for ScopedError<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        chain::report(f, self.chain())
    }
}

impl Error for ScopedError<'_> {
    /// The nearest cause that is of another kind. A link that lives in a scope cannot be a source, which must be
    /// `'static`: [`chain`](ScopedError::chain) has them all.
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.chain().links().skip(1).find_map(Link::foreign)
    }
}

impl From<AllocError> for ScopedError<'_> {
    /// Needs no memory.
    fn from(refusal: AllocError) -> Self {
        Self { what: What::Refusal(refusal), below: None, refused: None }
    }
}

impl<'e> What<'e> {
    /// What a message says, as far as there is memory; and why it is not all, else.
    fn write(cx: MemCx<'e>, message: fmt::Arguments<'_>) -> (Self, Option<AllocError>) {
        if let Some(literal) = message.as_str() {
            return (Self::Message(literal), None);
        }
        let mut text = Text { whole: cx.string(), refused: None, cut: Cut::EMPTY };
        let written = text.write_fmt(message);
        if text.refused.is_some() {
            let kept =
                if text.whole.len() > Cut::ROOM { Self::Message(text.whole.into_str()) } else { Self::Cut(text.cut) };
            return (kept, text.refused);
        }
        let whole = text.whole.into_str();
        let refused =
            written.err().map(|fmt::Error| AllocError::new(cx.region().site(), whole.len(), 1, Cause::Format));
        (Self::Message(whole), refused)
    }
}

impl fmt::Display for What<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Message(text) => f.write_str(text),
            Self::Cut(text) => fmt::Display::fmt(text, f),
            Self::Foreign(error) => write!(f, "{error}"),
            Self::Refusal(refusal) => fmt::Display::fmt(refusal, f),
        }
    }
}

/// A message on its way into a scope, and into the reserve in case that there is no room. Thus it is formatted once,
/// whatever happens.
struct Text<'mcx> {
    whole: MemString<'mcx>,
    refused: Option<AllocError>,
    cut: Cut,
}

impl Write for Text<'_> {
    fn write_str(&mut self, s: &str) -> fmt::Result {
        self.cut.push(s);
        if self.refused.is_none() {
            self.refused = self.whole.try_push_str(s).err();
        }
        // No more than the reserve has is wanted then.
        if self.refused.is_some() && self.cut.full { Err(fmt::Error) } else { Ok(()) }
    }
}

/// The beginning of a text.
#[derive(Clone, Copy)]
struct Cut {
    bytes: [u8; Self::ROOM],
    len: u8,
    /// There was more.
    full: bool,
}

impl Cut {
    const ROOM: usize = 29;
    const EMPTY: Self = Self { bytes: [0; Self::ROOM], len: 0, full: false };

    fn push(&mut self, s: &str) {
        if self.full {
            return;
        }
        let len = usize::from(self.len);
        let mut n = s.len().min(Self::ROOM - len);
        while !s.is_char_boundary(n) {
            n -= 1;
        }
        self.bytes[len..len + n].copy_from_slice(&s.as_bytes()[..n]);
        self.len += n as u8;
        self.full = n < s.len();
    }
}

impl fmt::Display for Cut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(str::from_utf8(&self.bytes[..usize::from(self.len)]).expect("whole characters"))?;
        if self.full { f.write_str("…") } else { Ok(()) }
    }
}

/// Makes a [`ScopedError`]: `error_in!(cx, "…", args)` is `ScopedError::new(cx, format_args!("…", args))`.
///
/// ```
/// use memscope::{error_in, scope};
///
/// scope!(cx);
/// let row = 7;
/// assert_eq!(error_in!(cx, "row {row} is empty").to_string(), "row 7 is empty");
/// ```
#[macro_export]
macro_rules! error_in {
    ($cx:expr, $($arg:tt)*) => {
        $crate::ScopedError::new($cx, ::core::format_args!($($arg)*))
    };
}
