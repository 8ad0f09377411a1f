//! The owner: a region and the value built in it, as one movable thing.

mod beside;
mod into_scope;
mod traits;

use core::convert::Infallible;
use core::marker::PhantomData;
use core::mem::ManuallyDrop;
use core::ptr::NonNull;
use core::sync::atomic::AtomicUsize;

use generativity::Id;

pub(crate) use beside::Beside;

use super::counted::{KeptArc, KeptRc};
use super::family::{At, Covariant, Keepable, Successor};
use super::keeper::{Keeper, Place, no_destructor};
use crate::cx::{MemCx, ok};
use crate::error::AllocError;
use crate::region::{Panics, Region, Site, Tries};

/// Owns a scope's memory and the value that was built in it, the *root*: one value, to be moved, stored, returned, or
/// sent to another thread, and freed in one step.
///
/// `Kept<Ast<'static>>` holds an `Ast<'m>` of its own memory, whose lifetime nobody can name. The root is seen in a
/// closure that takes every lifetime ([`with`](Self::with), [`with_mut`](Self::with_mut)), or without one where a longer
/// lifetime does for a shorter ([`get`](Self::get)).
///
/// ```
/// use memscope::{Covariant, Keepable, Kept};
///
/// #[derive(Keepable, Covariant)]
/// struct Words<'mcx> {
///     list: &'mcx [&'mcx str],
/// }
///
/// fn words(text: &str) -> Kept<Words<'static>> {
///     Kept::new(|cx| {
///         let text: &str = cx.alloc_str(text);
///         Words { list: cx.alloc_iter(text.split(' ')) }
///     })
/// }
///
/// let words = words("to be or not");
/// let words = std::thread::spawn(move || words).join().unwrap(); // moved with its memory
/// assert_eq!(words.get().list[3], "not");
/// ```
///
/// [`#[scoped]`](macro@crate::scoped) makes one of a function that returns `Kept<Words<'mcx>>`.
///
/// # Folds
///
/// Where each round makes a new state from the one before, two owners take turns: the old one is there until the new one
/// is made, and its memory serves the round after.
///
/// ```
/// use memscope::{Covariant, Keepable, Kept};
///
/// #[derive(Keepable, Covariant)]
/// struct Line<'mcx>(&'mcx str);
///
/// let mut line = Kept::<Line<'static>>::new(|_| Line(""));
/// for word in ["to", "be", "or", "not"] {
///     line = Kept::new(|cx| Line(cx.alloc_fmt(format_args!("{word} {}", line.get().0))));
/// }
/// assert_eq!(line.get().0, "not or be to ");
/// ```
///
/// `Send` and `Sync` exactly where the root is. A root that holds a handle, or a vector (which holds one), is neither:
/// finish with slices, strings and boxes. The root is dropped first, then what the memory [adopted](MemCx::adopt), then
/// the memory.
///
/// **Cost.** Two words. Making one takes a chunk of 2 KiB from the thread's cache or the heap, in which the owner's own
/// state stands too, and dropping it gives it back; it never takes a chunk that is larger than it needs.
///
/// The idea is Argi's `keep` and Rust's self-referential crates (`ouroboros`, `self_cell`, `yoke`); here the part that
/// is borrowed from is the memory itself, so that nothing in it can move.
pub struct Kept<F: for<'m> Keepable<'m>> {
    shell: Shell,
    /// The root, an `At<'_, F>` in the shell's region.
    root: NonNull<()>,
    // Invariant: a family need not be the type that its root is. Not `PhantomData<F>`: what is `Send` is the root.
    family: PhantomData<fn(F) -> F>,
}

/// A region that stands in its own first chunk, so that moving its owner does not move it.
struct Shell(NonNull<Header>);

struct Header {
    region: Region,
    beside: Beside,
    /// How many [`Counted`](super::Counted) owners there are; one if it is not counted.
    count: AtomicUsize,
}

const SITE: &Site = &Site::new("Kept", file!(), line!());

impl Shell {
    fn open(site: &'static Site) -> Result<Self, AllocError> {
        let region = Region::owned(site)?;
        let header = region.reserve::<Header, Tries>()?;
        // SAFETY: fresh memory for a header, in a chunk which the region owns wherever it stands.
        unsafe { header.write(Header { region, beside: Beside::new(), count: AtomicUsize::new(1) }) };
        let shell = Self(header);
        // SAFETY: it stays in place until the shell is dropped. Whoever changes the region has the owner to himself.
        unsafe { shell.header().region.enter_owned() };
        Ok(shell)
    }

    fn header(&self) -> &Header {
        // SAFETY: the header stays in place until the shell is dropped, and is only reached through shared references.
        unsafe { self.0.as_ref() }
    }

    /// A handle.
    ///
    /// # Safety
    /// `'m` is a brand that no other scope has at the same time, and the shell outlives it.
    unsafe fn cx<'m>(&self) -> MemCx<'m> {
        // SAFETY: by contract.
        unsafe { MemCx::new(NonNull::from(&self.header().region), Id::new()) }
    }

    /// Puts a root into the region in which it was built. It comes no further as a value: no function may free what one
    /// of its arguments refers to.
    fn hold<T>(&self, root: T) -> Result<NonNull<()>, AllocError> {
        Ok(self.header().region.place::<_, Tries>(root)?.cast())
    }
}

impl Drop for Shell {
    fn drop(&mut self) {
        self.header().region.leave();
        // SAFETY: the owner is gone, and with it every reference into the region. The header is moved out of the memory
        // that its region is about to free.
        let Header { region, beside, .. } = unsafe { self.0.read() };
        region.end_owned();
        drop(beside);
        drop(region);
    }
}

impl<F: for<'m> Keepable<'m>> Kept<F> {
    /// An owner of what `f` builds with the handle.
    ///
    /// ```
    /// use memscope::Kept;
    /// let kept: Kept<&'static str> = Kept::new(|cx| &*cx.alloc_str("built in memory of its own"));
    /// assert_eq!(kept.len(), 26);
    /// ```
    ///
    /// # Panics
    /// If the memory cannot be had.
    #[track_caller]
    pub fn new(f: impl for<'m> FnOnce(MemCx<'m>) -> At<'m, F>) -> Self {
        expansion::kept(SITE, f)
    }

    /// An owner of what `f` builds; if that fails, the memory is freed and the error returned.
    ///
    /// ```
    /// use memscope::{AllocError, Kept};
    /// # use std::num::ParseIntError;
    /// # #[derive(Debug)] enum Error { Parse(ParseIntError), Memory(AllocError) }
    /// # impl From<ParseIntError> for Error { fn from(e: ParseIntError) -> Self { Error::Parse(e) } }
    /// # impl From<AllocError> for Error { fn from(e: AllocError) -> Self { Error::Memory(e) } }
    /// fn numbers(text: &str) -> Result<Kept<&'static [u32]>, Error> {
    ///     Kept::try_new(|cx| {
    ///         let numbers = cx.try_alloc_slice_default::<u32>(text.split(' ').count())?;
    ///         for (number, text) in numbers.iter_mut().zip(text.split(' ')) {
    ///             *number = text.parse()?;
    ///         }
    ///         Ok(&*numbers)
    ///     })
    /// }
    /// assert_eq!(numbers("1 2 3").unwrap()[2], 3);
    /// assert!(numbers("1 two 3").is_err());
    /// ```
    ///
    /// # Errors
    /// What `f` returns, and an [`AllocError`] if the memory for the owner or the root cannot be had.
    pub fn try_new<E: From<AllocError>>(f: impl for<'m> FnOnce(MemCx<'m>) -> Result<At<'m, F>, E>) -> Result<Self, E> {
        Self::build(SITE, f)?
    }

    /// As [`new`](Self::new), for a root whose parts have to be waited for. The future is not `Send`, as it holds the
    /// handle; the owner may well be.
    ///
    /// ```
    /// # use std::{future::{ready, Future}, pin::pin, task::{Context, Poll, Waker}};
    /// use memscope::Kept;
    /// let kept = async {
    ///     Kept::<&'static str>::new_async(async |cx| {
    ///         let n = ready(7).await;
    ///         &*cx.alloc_fmt(format_args!("waited for {n}"))
    ///     })
    ///     .await
    /// };
    /// # let Poll::Ready(kept) = pin!(kept).poll(&mut Context::from_waker(Waker::noop())) else { panic!() };
    /// assert_eq!(&*kept, "waited for 7");
    /// ```
    ///
    /// # Panics
    /// If the memory cannot be had.
    pub async fn new_async(f: impl for<'m> AsyncFnOnce(MemCx<'m>) -> At<'m, F>) -> Self {
        expansion::kept_async(SITE, f).await
    }

    /// As [`try_new`](Self::try_new), for a root whose parts have to be waited for.
    ///
    /// # Errors
    /// What `f` returns, and an [`AllocError`] if the memory for the owner or the root cannot be had.
    pub async fn try_new_async<E: From<AllocError>>(
        f: impl for<'m> AsyncFnOnce(MemCx<'m>) -> Result<At<'m, F>, E>,
    ) -> Result<Self, E> {
        Self::build_async(SITE, f).await?
    }

    pub(super) fn build<E>(
        site: &'static Site,
        f: impl for<'m> FnOnce(MemCx<'m>) -> Result<At<'m, F>, E>,
    ) -> Result<Result<Self, E>, AllocError> {
        let shell = Shell::open(site)?;
        // SAFETY: `f` takes every lifetime, so to it this one is like no other; the shell outlives the root.
        let root = f(unsafe { shell.cx() }).map(|root| shell.hold(root));
        Self::seal(shell, root)
    }

    async fn build_async<E>(
        site: &'static Site,
        f: impl for<'m> AsyncFnOnce(MemCx<'m>) -> Result<At<'m, F>, E>,
    ) -> Result<Result<Self, E>, AllocError> {
        let shell = Shell::open(site)?;
        // SAFETY: as for `build`; should the future be dropped, it drops `f`'s locals before the shell.
        let root = f(unsafe { shell.cx() }).await.map(|root| shell.hold(root));
        Self::seal(shell, root)
    }

    /// An owner of the root that the shell holds; the memory is freed if there is none.
    fn seal<E>(shell: Shell, root: Result<Result<NonNull<()>, AllocError>, E>) -> Result<Result<Self, E>, AllocError> {
        match root {
            Ok(root) => Ok(Ok(Self { root: root?, shell, family: PhantomData })),
            Err(error) => Ok(Err(error)),
        }
    }

    /// Takes the owner apart, without dropping anything.
    fn into_shell(self) -> (Shell, NonNull<()>) {
        let this = ManuallyDrop::new(self);
        // SAFETY: `this` is not used again.
        (unsafe { (&raw const this.shell).read() }, this.root)
    }

    fn root<'s, 'm>(&'s self) -> &'s At<'m, F>
    where
        At<'m, F>: 's,
    {
        // SAFETY: the root is initialised, and shared as the owner is. Which lifetime it has, is the caller's to choose:
        // nobody sees it but code that takes every one.
        unsafe { self.root.cast().as_ref() }
    }

    /// Calls `f` with the root. What it returns may borrow from the root as long as the owner is borrowed.
    ///
    /// ```
    /// use memscope::Kept;
    /// let kept: Kept<&'static str> = Kept::new(|cx| &*cx.alloc_str("ab"));
    /// let first: &str = kept.with(|root| &root[..1]);
    /// assert_eq!(first, "a");
    /// ```
    #[inline]
    pub fn with<'s, R>(&'s self, f: impl for<'m> FnOnce(&'s At<'m, F>) -> R) -> R {
        // SAFETY: as in `root`.
        f(unsafe { self.root.cast().as_ref() })
    }

    /// Calls `f` with the root and the handle of the memory in which it was built, to change it or to build on.
    ///
    /// ```
    /// use memscope::{Keepable, Kept};
    /// #[derive(Keepable)]
    /// struct List<'mcx>(Option<&'mcx (u32, List<'mcx>)>);
    ///
    /// let mut kept: Kept<List<'static>> = Kept::new(|_| List(None));
    /// for i in 0..3 {
    ///     kept.with_mut(|list, cx| *list = List(Some(cx.alloc((i, List(list.0))))));
    /// }
    /// assert_eq!(kept.with(|list| list.0.unwrap().0), 2);
    /// ```
    #[inline]
    pub fn with_mut<'s, R>(&'s mut self, f: impl for<'m> FnOnce(&'s mut At<'m, F>, MemCx<'m>) -> R) -> R {
        // SAFETY: the root is initialised, and borrowed as the owner is. `f` takes every lifetime.
        f(unsafe { self.root.cast().as_mut() }, unsafe { self.shell.cx() })
    }

    /// The root, with the lifetime of the borrow: for families in which a longer lifetime does for a shorter.
    #[inline]
    #[must_use]
    pub fn get(&self) -> &At<'_, F>
    where
        F: Covariant,
    {
        // `shorten` is compiled for all lifetimes at once: what it may do with the real ones, it does with these.
        F::shorten(self.root())
    }

    /// Builds another root in the same memory, out of this one. What both borrow else is the same, since the new one may
    /// hide what the old one borrows, behind a `dyn`, say: see [`Family`](crate::Family).
    ///
    /// ```
    /// use memscope::Kept;
    /// let text: Kept<&'static str> = Kept::new(|cx| &*cx.alloc_str("to be"));
    /// let words: Kept<&'static [u8]> = text.map(|text, cx| &*cx.alloc_iter(text.split(' ').map(|word| word.len() as u8)));
    /// assert_eq!(*words, [2, 2]);
    /// ```
    ///
    /// # Panics
    /// If the memory for the new root cannot be had.
    #[track_caller]
    pub fn map<G: for<'m> Keepable<'m> + Successor<F>>(
        self,
        f: impl for<'m> FnOnce(At<'m, F>, MemCx<'m>) -> At<'m, G>,
    ) -> Kept<G> {
        let Ok(kept) = ok(self.remap(|root, cx| Ok::<_, Infallible>(f(root, cx))));
        kept
    }

    /// As [`map`](Self::map); if `f` fails, the memory is freed.
    ///
    /// # Errors
    /// What `f` returns, and an [`AllocError`] if the memory for the new root cannot be had.
    pub fn try_map<G: for<'m> Keepable<'m> + Successor<F>, E: From<AllocError>>(
        self,
        f: impl for<'m> FnOnce(At<'m, F>, MemCx<'m>) -> Result<At<'m, G>, E>,
    ) -> Result<Kept<G>, E> {
        self.remap(f)?
    }

    fn remap<G: for<'m> Keepable<'m> + Successor<F>, E>(
        self,
        f: impl for<'m> FnOnce(At<'m, F>, MemCx<'m>) -> Result<At<'m, G>, E>,
    ) -> Result<Result<Kept<G>, E>, AllocError> {
        let (shell, root) = self.into_shell();
        // SAFETY: the root moves out of its place, which is not looked at again. `f` takes every lifetime that the rest of
        // `F` outlives; it may rely on that, as the rest of `G` is the same. The shell outlives what `f` makes.
        let root = f(unsafe { root.cast().read() }, unsafe { shell.cx() }).map(|root: At<'_, G>| shell.hold(root));
        Kept::seal(shell, root)
    }

    /// Takes the root out, and frees the memory when `f` returns. There is no way to have the two separately.
    ///
    /// ```
    /// use memscope::Kept;
    /// let text: Kept<&'static str> = Kept::new(|cx| &*cx.alloc_str("made owned"));
    /// let text: String = text.consume(|text, _| text.to_owned());
    /// ```
    pub fn consume<R>(self, f: impl for<'m> FnOnce(At<'m, F>, MemCx<'m>) -> R) -> R {
        let (shell, root) = self.into_shell();
        // SAFETY: as for `remap`; `R` cannot name the lifetime, so nothing of the memory is returned.
        f(unsafe { root.cast().read() }, unsafe { shell.cx() })
    }

    /// Makes `value` live as long as the owner stays in place: `#[keep(with = owner)]` for a shared owner, also
    /// one that several threads share. A type with a destructor is refused when the program is built.
    ///
    /// ```
    /// use memscope::Kept;
    /// let kept: Kept<&'static str> = Kept::new(|cx| &*cx.alloc_str("root"));
    /// let length: &mut usize = kept.keep(kept.len());
    /// assert_eq!(*length, 4);
    /// ```
    ///
    /// Costs a request to the heap. To build on in the owner's own memory, use [`with_mut`](Self::with_mut).
    ///
    /// # Panics
    /// If the memory cannot be had.
    #[allow(clippy::mut_from_ref)]
    #[track_caller]
    pub fn keep<T>(&self, value: T) -> &mut T {
        const { no_destructor::<T>() };
        self.place().put::<_, Panics>(value)
    }

    /// As [`keep`](Self::keep).
    ///
    /// # Errors
    /// If the memory cannot be had.
    #[allow(clippy::mut_from_ref)]
    pub fn try_keep<T>(&self, value: T) -> Result<&mut T, AllocError> {
        const { no_destructor::<T>() };
        self.place().put::<_, Tries>(value)
    }

    /// As [`keep`](Self::keep), for a value with a destructor, which runs when the owner is dropped.
    ///
    /// # Panics
    /// If the memory cannot be had.
    #[allow(clippy::mut_from_ref)]
    #[track_caller]
    pub fn adopt<T: Send + 'static>(&self, value: T) -> &mut T {
        self.place().adopt(value)
    }

    /// Makes the owner one of several on this thread. Costs nothing.
    #[must_use]
    pub fn into_rc(self) -> KeptRc<F> {
        self.into()
    }

    /// Makes the owner one of several, on any thread. Costs nothing.
    #[must_use]
    pub fn into_arc(self) -> KeptArc<F> {
        self.into()
    }

    #[cfg(feature = "stats")]
    pub(crate) fn region(&self) -> &Region {
        &self.shell.header().region
    }

    pub(super) fn count(&self) -> &AtomicUsize {
        &self.shell.header().count
    }

    /// The same owner once more.
    ///
    /// # Safety
    /// One of them is dropped, when the others are not used any more; while there are several, none is changed.
    pub(super) unsafe fn another(&self) -> ManuallyDrop<Self> {
        ManuallyDrop::new(Self { shell: Shell(self.shell.0), root: self.root, family: PhantomData })
    }
}

impl<F: for<'m> Keepable<'m>> Drop for Kept<F> {
    fn drop(&mut self) {
        // SAFETY: the root is initialised, and not looked at again; then the shell is dropped, also after a panic.
        unsafe { self.root.cast::<At<'_, F>>().drop_in_place() };
    }
}

// SAFETY: the owner holds the only way to its memory. What that holds is the root, which is `Send`, hence without a
// handle; what is `Send` because it was adopted; and memory that nobody will look at again. The region itself is of no
// thread.
unsafe impl<F: for<'m> Keepable<'m>> Send for Kept<F> where for<'m> At<'m, F>: Send {}

// SAFETY: a shared owner gives shared access to the root, which is `Sync`, and to `Beside`, which is too. The region
// allocates for an exclusive owner only, or through a handle in the root, which then is not `Sync`. (A `MemSlab` is, but uses
// its handle for an exclusive borrow only; and it is not `Send`, so that no lock gives one.)
unsafe impl<F: for<'m> Keepable<'m>> Sync for Kept<F> where for<'m> At<'m, F>: Sync {}

#[diagnostic::do_not_recommend]
impl<'k, F: for<'m> Keepable<'m>> Keeper<'k> for &'k Kept<F> {
    fn place(self) -> Place<'k> {
        Place::beside(&self.shell.header().beside)
    }
}

pub(crate) mod expansion {
    //! Owners that the macros make of a body. As with the plain functions elsewhere, memory that cannot be had is a panic:
    //! an error type need not know of it.

    use core::convert::Infallible;

    use super::{At, Keepable, Kept, MemCx, Site, ok};

    /// An owner of what a body builds.
    #[track_caller]
    pub fn kept<F: for<'m> Keepable<'m>>(
        site: &'static Site,
        f: impl for<'m> FnOnce(MemCx<'m>) -> At<'m, F>,
    ) -> Kept<F> {
        let Ok(kept) = ok(Kept::build(site, |cx| Ok::<_, Infallible>(f(cx))));
        kept
    }

    /// An owner of what a body builds, or the body's error.
    #[track_caller]
    pub fn kept_result<F: for<'m> Keepable<'m>, E>(
        site: &'static Site,
        f: impl for<'m> FnOnce(MemCx<'m>) -> Result<At<'m, F>, E>,
    ) -> Result<Kept<F>, E> {
        ok(Kept::build(site, f))
    }

    /// An owner of what a body builds, if anything.
    #[track_caller]
    pub fn kept_option<F: for<'m> Keepable<'m>>(
        site: &'static Site,
        f: impl for<'m> FnOnce(MemCx<'m>) -> Option<At<'m, F>>,
    ) -> Option<Kept<F>> {
        ok(Kept::build(site, |cx| f(cx).ok_or(()))).ok()
    }

    /// [`kept`] for an `async` body.
    pub async fn kept_async<F: for<'m> Keepable<'m>>(
        site: &'static Site,
        f: impl for<'m> AsyncFnOnce(MemCx<'m>) -> At<'m, F>,
    ) -> Kept<F> {
        let Ok(kept) = ok(Kept::build_async(site, async move |cx| Ok::<_, Infallible>(f(cx).await)).await);
        kept
    }

    /// [`kept_result`] for an `async` body.
    pub async fn kept_result_async<F: for<'m> Keepable<'m>, E>(
        site: &'static Site,
        f: impl for<'m> AsyncFnOnce(MemCx<'m>) -> Result<At<'m, F>, E>,
    ) -> Result<Kept<F>, E> {
        ok(Kept::build_async(site, f).await)
    }

    /// [`kept_option`] for an `async` body.
    pub async fn kept_option_async<F: for<'m> Keepable<'m>>(
        site: &'static Site,
        f: impl for<'m> AsyncFnOnce(MemCx<'m>) -> Option<At<'m, F>>,
    ) -> Option<Kept<F>> {
        ok(Kept::build_async(site, async move |cx| f(cx).await.ok_or(())).await).ok()
    }
}
