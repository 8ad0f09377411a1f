//! The handle: what a function takes to say that it allocates, and for how long.

mod carried;
mod exit;
mod limit;
mod raw;
#[cfg(feature = "std")]
mod read;
mod slice;
mod text;
mod transaction;

pub use carried::Carried;
pub use transaction::Inside;
pub(crate) use transaction::expansion;
#[cfg(feature = "rayon")]
pub(crate) use transaction::lengthen;

use core::fmt;
use core::mem::{MaybeUninit, needs_drop};
use core::panic::{RefUnwindSafe, UnwindSafe};
use core::ptr::NonNull;

use generativity::Id;

use crate::boxed::MemBox;
use crate::brand::ScopeEnd;
use crate::error::AllocError;
use crate::region::{Lent, Outcome, Panics, Region, Site, Supply, Tries};
use crate::source::Source;
use crate::zeroable::Zeroable;

/// The handle of an open scope: allocates in it, and gives what it allocates the scope's own lifetime.
///
/// `Copy` and one word; pass it by value. [`scope!`](crate::scope!) and [`#[scoped]`](macro@crate::scoped) make one, as
/// does [`with_scope`]. A function that allocates takes one and returns data of the caller's scope:
///
/// ```
/// use memscope::{scope, MemCx};
///
/// struct Name<'mcx> { first: &'mcx str, last: &'mcx str }
///
/// fn name<'mcx>(cx: MemCx<'mcx>, line: &str) -> Option<&'mcx Name<'mcx>> {
///     let (first, last) = line.split_once(' ')?;
///     Some(cx.alloc(Name { first: cx.alloc_str(first), last: cx.alloc_str(last) }))
/// }
///
/// scope!(cx);
/// assert_eq!(name(cx, "Ada Lovelace").unwrap().last, "Lovelace");
/// ```
///
/// `'mcx` is generative: no two scopes' lifetimes unify, and as the handle is invariant in it, neither lengthening nor
/// shortening makes one of the other. It is not `Send`: a scope is filled by one thread; what was allocated may
/// travel as far as its type allows.
///
/// **Cost.** Allocating a value moves one end of the scope's free window: a subtraction, one compare, and the store of
/// the value. Only when the window is used up a function is called, which takes a chunk from the thread's cache or the
/// heap. Nothing is ever searched, and freeing is leaving the block.
///
/// **Errors.** Every allocating method has a twin `try_…` that returns [`AllocError`]; the plain form panics with that
/// error's text. Zero-sized values need no memory and never fail.
///
/// # Code that must not allocate
///
/// A function without a handle allocates in no scope. A section of a function, in the midst of handles, is a closure that has
/// to be `Send`: then it can capture no handle, nor what has one and could grow, as a vector. What was allocated before, it can
/// read and change.
///
/// ```
/// use memscope::scope;
///
/// fn critical<R>(section: impl FnOnce() -> R + Send) -> R {
///     section()
/// }
///
/// scope!(cx);
/// let (log, entry) = (cx.alloc_slice_copy(&[1, 2, 3]), cx.boxed(4)); // all that the section needs
/// critical(|| {
///     log.rotate_left(1);
///     log[2] = *entry;
/// });
/// assert_eq!(log, [2, 3, 4]);
/// ```
///
/// ```compile_fail,E0277
/// # fn critical<R>(section: impl FnOnce() -> R + Send) -> R { section() }
/// memscope::scope!(cx);
/// critical(|| *cx.alloc(4));      // cannot be shared between threads safely
/// ```
///
/// It could still open a scope of its own, or call the heap.
///
/// The idea is Postgres' critical sections, where allocating is a run-time error.
///
/// The idea is Postgres' `MemoryContext`, whose handle every allocating function takes; the name is pgrx's.
#[derive(Clone, Copy)]
pub struct MemCx<'mcx> {
    region: NonNull<Region>,
    _brand: Id<'mcx>,
}

// A panic leaves the region consistent: its words change together, between calls of user code.
impl UnwindSafe for MemCx<'_> {}
impl RefUnwindSafe for MemCx<'_> {}

impl fmt::Debug for MemCx<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("MemCx").field(&self.name()).finish()
    }
}

/// The value, or a panic with the error's text at the caller's place.
#[inline(always)]
#[track_caller]
pub(crate) fn ok<T>(result: Result<T, AllocError>) -> T {
    match result {
        Ok(value) => value,
        Err(error) => error.raise(),
    }
}

/// Refuses, when the program is built, what a scope would silently leak.
///
/// The compiler's error shows the call of the function that asks, so each method that users call asks for itself, and
/// nothing below it asks again. It shows nothing of a function that tracks its caller, hence none of `assert!`'s source.
#[track_caller]
pub(crate) const fn no_destructor<T>() {
    assert!(
        !needs_drop::<T>(),
        "this type has a destructor, which a scope does not run: use `cx.boxed(value)`, which drops it with the box, \
         or `cx.adopt(value)`, which drops it at the end of the scope"
    );
}

impl<'mcx> MemCx<'mcx> {
    /// # Safety
    /// `region` is borrowed for `'mcx`, whose brand is its own, or that of one container which keeps the handle to itself.
    #[inline(always)]
    pub(crate) unsafe fn new(region: NonNull<Region>, brand: Id<'mcx>) -> Self {
        Self { region, _brand: brand }
    }

    #[inline(always)]
    pub(crate) fn region(&self) -> &Region {
        // SAFETY: the region is a local borrowed for `'mcx`, so it stays in place as long as a handle can be used. It
        // is only ever reached through shared references; what changes in it are cells.
        unsafe { self.region.as_ref() }
    }

    /// The name of the scope: what `name = "…"` said, else the handle's own name.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.region().site().name()
    }

    /// Says in a few words what the scope is about: which query, whose request. The feature `stats` shows it in its report
    /// beside the name.
    ///
    /// The text is copied to the heap; if the memory for it cannot be had, the old one stays. Without the feature `stats`
    /// this does nothing, and nothing is formatted.
    ///
    /// ```
    /// memscope::scope!(query);
    /// query.set_ident(format_args!("select {}", 1));
    /// ```
    ///
    /// The header's option `ident` does this where the scope is opened:
    ///
    /// ```
    /// use memscope::scoped;
    ///
    /// #[scoped(ident = format_args!("{} bytes of text", text.len()))]
    /// fn words(text: &str) -> usize {
    ///     cx.alloc_iter(text.split(' ')).len()
    /// }
    /// assert_eq!(words("two words"), 2);
    /// ```
    ///
    /// The idea is that of Postgres' `MemoryContextSetIdentifier`.
    pub fn set_ident(self, ident: impl fmt::Display) {
        #[cfg(feature = "stats")]
        self.region().set_ident(ident);
        #[cfg(not(feature = "stats"))]
        let _ = ident;
    }

    /// Moves a value into the scope.
    ///
    /// The reference may live as long as the scope, `'mcx`, or any shorter `'s`, so that the value may borrow from
    /// locals declared later. A type with a destructor is refused when the program is built: a scope does not run it.
    /// [`boxed`](Self::boxed) and [`adopt`](Self::adopt) take such values.
    ///
    /// ```
    /// memscope::scope!(cx);
    /// let x = cx.alloc(41);
    /// *x += 1;
    /// assert_eq!(*x, 42);
    /// ```
    ///
    /// # Panics
    /// If the memory cannot be had.
    #[inline(always)]
    #[track_caller]
    #[allow(clippy::mut_from_ref)]
    pub fn alloc<'s, T>(self, value: T) -> &'s mut T
    where
        'mcx: 's,
    {
        const { no_destructor::<T>() };
        self.put::<T, Panics>(value)
    }

    /// As [`alloc`](Self::alloc).
    ///
    /// # Errors
    /// If the memory cannot be had; the value is dropped, which for these types does nothing.
    #[inline(always)]
    #[track_caller]
    pub fn try_alloc<'s, T>(self, value: T) -> Result<&'s mut T, AllocError>
    where
        'mcx: 's,
    {
        const { no_destructor::<T>() };
        self.put::<T, Tries>(value)
    }

    #[inline(always)]
    #[track_caller]
    fn put<'s, T, O: Outcome>(self, value: T) -> O::Of<&'s mut T>
    where
        'mcx: 's,
    {
        // SAFETY: the value is alone in fresh memory, which nobody else reaches until the scope ends.
        O::map(self.region().place::<T, O>(value), |mut place| unsafe { place.as_mut() })
    }

    /// Makes a value in the scope: `f` runs after the memory was had, and its result is built in place where the
    /// optimiser can. `f` may itself allocate in the scope. If it panics, the memory stays with the scope.
    ///
    /// ```
    /// memscope::scope!(cx);
    /// let table = cx.alloc_with(|| [0_u8; 4096]);
    /// assert_eq!(table.len(), 4096);
    /// ```
    ///
    /// # Panics
    /// If the memory cannot be had.
    #[inline(always)]
    #[track_caller]
    pub fn alloc_with<'s, T>(self, f: impl FnOnce() -> T) -> &'s mut T
    where
        'mcx: 's,
    {
        const { no_destructor::<T>() };
        self.put_with::<T, Panics>(f)
    }

    /// As [`alloc_with`](Self::alloc_with).
    ///
    /// # Errors
    /// If the memory cannot be had; `f` was not called.
    #[inline(always)]
    #[track_caller]
    pub fn try_alloc_with<'s, T>(self, f: impl FnOnce() -> T) -> Result<&'s mut T, AllocError>
    where
        'mcx: 's,
    {
        const { no_destructor::<T>() };
        self.put_with::<T, Tries>(f)
    }

    #[inline(always)]
    #[track_caller]
    fn put_with<'s, T, O: Outcome>(self, f: impl FnOnce() -> T) -> O::Of<&'s mut T>
    where
        'mcx: 's,
    {
        // SAFETY: fresh memory for a `T`, which `f` cannot reach: it is not in the window any more.
        O::map(self.region().reserve::<T, O>(), |mut place| unsafe {
            place.write(f());
            place.as_mut()
        })
    }

    /// Makes the default value in the scope.
    ///
    /// # Panics
    /// If the memory cannot be had.
    #[inline(always)]
    #[track_caller]
    pub fn alloc_default<'s, T: Default>(self) -> &'s mut T
    where
        'mcx: 's,
    {
        const { no_destructor::<T>() };
        self.put_with::<T, Panics>(T::default)
    }

    /// As [`alloc_default`](Self::alloc_default).
    ///
    /// # Errors
    /// If the memory cannot be had.
    #[inline(always)]
    #[track_caller]
    pub fn try_alloc_default<'s, T: Default>(self) -> Result<&'s mut T, AllocError>
    where
        'mcx: 's,
    {
        const { no_destructor::<T>() };
        self.put_with::<T, Tries>(T::default)
    }

    /// A value whose bytes are all zero, for types where that is one.
    ///
    /// ```
    /// memscope::scope!(cx);
    /// assert_eq!(*cx.alloc_zeroed::<[u32; 3]>(), [0; 3]);
    /// ```
    ///
    /// # Panics
    /// If the memory cannot be had.
    #[inline]
    #[track_caller]
    pub fn alloc_zeroed<'s, T: Zeroable>(self) -> &'s mut T
    where
        'mcx: 's,
    {
        self.zeroed::<T, Panics>()
    }

    /// As [`alloc_zeroed`](Self::alloc_zeroed).
    ///
    /// # Errors
    /// If the memory cannot be had.
    #[inline]
    #[track_caller]
    pub fn try_alloc_zeroed<'s, T: Zeroable>(self) -> Result<&'s mut T, AllocError>
    where
        'mcx: 's,
    {
        self.zeroed::<T, Tries>()
    }

    #[inline]
    #[track_caller]
    fn zeroed<'s, T: Zeroable, O: Outcome>(self) -> O::Of<&'s mut T>
    where
        'mcx: 's,
    {
        const { no_destructor::<T>() };
        // SAFETY: zeros are a value of a `Zeroable` type.
        O::map(self.uninit::<T, O>(), |place| unsafe {
            place.as_mut_ptr().write_bytes(0, 1);
            place.assume_init_mut()
        })
    }

    /// Memory for a value that the caller will write.
    ///
    /// # Panics
    /// If the memory cannot be had.
    #[inline]
    #[track_caller]
    pub fn alloc_uninit<'s, T>(self) -> &'s mut MaybeUninit<T>
    where
        'mcx: 's,
    {
        self.uninit::<T, Panics>()
    }

    /// As [`alloc_uninit`](Self::alloc_uninit).
    ///
    /// # Errors
    /// If the memory cannot be had.
    #[inline]
    #[track_caller]
    pub fn try_alloc_uninit<'s, T>(self) -> Result<&'s mut MaybeUninit<T>, AllocError>
    where
        'mcx: 's,
    {
        self.uninit::<T, Tries>()
    }

    #[inline(always)]
    #[track_caller]
    fn uninit<'s, T, O: Outcome>(self) -> O::Of<&'s mut MaybeUninit<T>>
    where
        'mcx: 's,
    {
        // SAFETY: fresh memory, for a type which any memory is a value of.
        O::map(self.region().reserve::<MaybeUninit<T>, O>(), |mut place| unsafe { place.as_mut() })
    }

    /// Moves a value into the scope and owns it there: the [`MemBox`] drops it. Any type, also with a destructor.
    ///
    /// ```
    /// memscope::scope!(cx);
    /// let name = cx.boxed(String::from("Ada"));
    /// assert_eq!(name.len(), 3);
    /// ```
    ///
    /// # Panics
    /// If the memory cannot be had.
    #[inline(always)]
    #[track_caller]
    pub fn boxed<T>(self, value: T) -> MemBox<'mcx, T> {
        self.own::<T, Panics>(value)
    }

    /// As [`boxed`](Self::boxed).
    ///
    /// # Errors
    /// If the memory cannot be had; the value is dropped. [`try_boxed_with`](Self::try_boxed_with) makes it only after
    /// the memory was had.
    #[inline(always)]
    #[track_caller]
    pub fn try_boxed<T>(self, value: T) -> Result<MemBox<'mcx, T>, AllocError> {
        self.own::<T, Tries>(value)
    }

    #[inline(always)]
    #[track_caller]
    fn own<T, O: Outcome>(self, value: T) -> O::Of<MemBox<'mcx, T>> {
        // SAFETY: the value is alone in memory of this scope, and the box owns it.
        O::map(self.region().place::<T, O>(value), |place| unsafe { MemBox::from_raw(place) })
    }

    /// Makes a value in the scope and owns it there.
    ///
    /// # Panics
    /// If the memory cannot be had.
    #[inline(always)]
    #[track_caller]
    pub fn boxed_with<T>(self, f: impl FnOnce() -> T) -> MemBox<'mcx, T> {
        self.own_with::<T, Panics>(f)
    }

    /// As [`boxed_with`](Self::boxed_with).
    ///
    /// # Errors
    /// If the memory cannot be had; `f` was not called.
    #[inline(always)]
    #[track_caller]
    pub fn try_boxed_with<T>(self, f: impl FnOnce() -> T) -> Result<MemBox<'mcx, T>, AllocError> {
        self.own_with::<T, Tries>(f)
    }

    #[inline(always)]
    #[track_caller]
    fn own_with<T, O: Outcome>(self, f: impl FnOnce() -> T) -> O::Of<MemBox<'mcx, T>> {
        // SAFETY: fresh memory of this scope for a `T`, which the box owns once it is written.
        O::map(self.region().reserve::<T, O>(), |place| unsafe {
            place.write(f());
            MemBox::from_raw(place)
        })
    }
}

/// Runs `f` in a scope of its own: what the handle allocates is gone when `f` returns or panics.
///
/// The way without a macro. As the closure must take a handle of any lifetime, nothing allocated can be returned from
/// it. [`scope!`](crate::scope!) does the same for a block, where `?`, `return` and `break` pass through.
///
/// ```
/// let sum: i32 = memscope::with_scope(|cx| cx.alloc_slice_copy(&[1, 2, 3]).iter().sum());
/// assert_eq!(sum, 6);
/// ```
#[track_caller]
pub fn with_scope<R>(f: impl for<'mcx> FnOnce(MemCx<'mcx>) -> R) -> R {
    const SITE: &Site = &Site::new("with_scope", file!(), line!());
    let region = Region::root(SITE);
    // SAFETY: the local is not moved and not named again, and the end is declared right after it.
    let end = unsafe { ScopeEnd::new(&region) };
    f(end.cx())
}

/// Runs `f` in a scope inside `parent`, whose free memory it uses and gives back.
///
/// ```
/// use memscope::{scope, with_scope_in};
///
/// scope!(cx);
/// let kept = with_scope_in(cx, |tmp| {
///     let draft = tmp.alloc_str("draft");
///     cx.alloc_str(&draft.to_uppercase()) as &str   // the caller's scope outlives the inner one
/// });
/// assert_eq!(kept, "DRAFT");
/// ```
pub fn with_scope_in<'p, R>(parent: MemCx<'p>, f: impl for<'mcx> FnOnce(MemCx<'mcx>) -> R) -> R {
    const SITE: &Site = &Site::new("with_scope_in", file!(), line!());
    let lent = Lent::new(parent);
    // SAFETY: `lent` is the local before it, and serves it alone.
    let region = unsafe { Region::inner(&lent, SITE) };
    // SAFETY: the local is not moved and not named again, and the end is declared right after it. `lent` serves it
    // alone.
    let end = unsafe { ScopeEnd::new(&region) };
    f(end.cx())
}

/// Runs `f` in a scope whose memory comes from `source`: by value, or by reference, also to a `dyn Source`.
///
/// ```
/// use memscope::source::{Heap, Source, Thread};
/// use memscope::with_scope_on;
///
/// for source in [&Heap as &dyn Source, &Thread] {
///     let sum: i32 = with_scope_on(source, |cx| cx.alloc_slice_copy(&[1, 2, 3]).iter().sum());
///     assert_eq!(sum, 6);
/// }
/// ```
pub fn with_scope_on<R>(source: impl Source, f: impl for<'mcx> FnOnce(MemCx<'mcx>) -> R) -> R {
    const SITE: &Site = &Site::new("with_scope_on", file!(), line!());
    let supply = Supply::new(&source, SITE);
    // SAFETY: `supply` is the local before it.
    let region = unsafe { Region::on(&supply) };
    // SAFETY: the local is not moved and not named again, and the end is declared right after it. `supply` is a local
    // declared before it.
    let end = unsafe { ScopeEnd::new(&region) };
    f(end.cx())
}
