//! The owner of one value in memory of a source.

use core::convert::Infallible;
use core::fmt;
use core::marker::PhantomData;
use core::mem::{ManuallyDrop, MaybeUninit};
use core::ptr::{NonNull, drop_in_place};

use generativity::Id;

use super::family::{At, Keepable};
use crate::cx::{MemCx, ok};
use crate::error::{AllocError, Cause};
use crate::region::{Region, Site, Supply, Tries};
use crate::source::{Request, Source};

/// A [`Kept`](crate::Kept) whose memory comes from a [`Source`]: a value that lives in memory of a foreign runtime, and is one
/// pointer there.
///
/// A scope ends with a block of the program; what a foreign runtime keeps ends when that says so, in a callback. So the owner
/// can be turned into a pointer and [back](Self::from_raw), to be dropped there.
///
/// ```
/// use memscope::source::Heap;
/// use memscope::{Keepable, KeptOn};
/// use std::ffi::c_void;
/// use std::ptr::NonNull;
///
/// #[derive(Keepable)]
/// struct Words<'mcx>(&'mcx [&'mcx str]);
///
/// type Kept = KeptOn<Words<'static>, Heap>;
///
/// /// What the runtime calls when the object that has our pointer is destroyed.
/// unsafe extern "C" fn destroyed(object: *mut c_void) {
///     // SAFETY: the pointer is that of `into_raw`, and this is the only call.
///     drop(unsafe { Kept::from_raw(NonNull::new_unchecked(object.cast())) });
/// }
///
/// let words = Kept::new(Heap, |cx| {
///     let text: &str = cx.alloc_str("to be or not");
///     Words(cx.alloc_iter(text.split(' ')))
/// });
/// assert_eq!(words.with(|words| words.0.len()), 4);
/// let object: *mut c_void = words.into_raw().as_ptr().cast();
/// // SAFETY: the pointer was just made.
/// unsafe { destroyed(object) };
/// ```
///
/// The source is the owner's own, hence `'static`; it is dropped last, when it has its memory back. The root is dropped first,
/// then what the memory [adopted](MemCx::adopt).
///
/// `Send` and `Sync` where both the root and the source are.
///
/// **Cost.** One word, and a block of the source for the owner's own state. Its memory is taken in chunks, from 2 KiB on, or
/// one by one, if the source [sees every object](Source::sees_objects).
///
/// The idea is the state of an aggregate in Postgres, which lives in a memory context of the server's choice.
pub struct KeptOn<F: for<'m> Keepable<'m>, S: Source + 'static> {
    home: Home<S>,
    // Invariant, and not `Send` by itself: see `Kept`.
    family: PhantomData<fn(F) -> F>,
}

/// A region in a block of its own source, so that moving the owner moves neither.
struct Home<S: Source + 'static>(NonNull<Parts<S>>);

struct Parts<S: Source + 'static> {
    region: Region,
    supply: Supply<'static, S>,
    source: S,
    root: MaybeUninit<NonNull<()>>,
    /// The block that the source gave, in which this stands.
    block: NonNull<u8>,
}

const SITE: &Site = &Site::new("KeptOn", file!(), line!());

impl<S: Source + 'static> Home<S> {
    /// What may have to be skipped in a block, so that the parts are aligned.
    const PADDING: usize = align_of::<Parts<S>>().saturating_sub(Request::ALIGN);

    fn request() -> Request {
        Request::new((size_of::<Parts<S>>() + Self::PADDING).next_multiple_of(Request::ALIGN), SITE)
    }

    fn open(source: S) -> Result<Self, AllocError> {
        let request = Self::request();
        let Some(block) = source.get(request) else {
            let layout = request.layout();
            return Err(AllocError::new(SITE, layout.size(), layout.align(), Cause::OutOfMemory));
        };
        let block = block.cast::<u8>();
        // SAFETY: the block is as long as was asked for, hence longer than the parts by what aligning them may skip. Each
        // part is written once, before others refer to it, and stays where it is until the home is dropped: that is as
        // good as `'static` for the supply, which goes first.
        unsafe {
            let place = block.add(block.align_offset(align_of::<Parts<S>>())).cast::<Parts<S>>();
            let parts = place.as_ptr();
            (&raw mut (*parts).block).write(block);
            (&raw mut (*parts).root).write(MaybeUninit::uninit());
            (&raw mut (*parts).source).write(source);
            (&raw mut (*parts).supply).write(Supply::new(&(*parts).source, SITE));
            (&raw mut (*parts).region).write(Region::on(&(*parts).supply));
            (*parts).region.enter_owned();
            Ok(Self(place))
        }
    }

    fn parts(&self) -> &Parts<S> {
        // SAFETY: the parts stay in place until the home is dropped; but for the root, which is written when nobody else
        // knows of them, they are only reached through shared references.
        unsafe { self.0.as_ref() }
    }

    /// A handle.
    ///
    /// # Safety
    /// `'m` is a brand that no other scope has at the same time, and the home outlives it.
    unsafe fn cx<'m>(&self) -> MemCx<'m> {
        // SAFETY: by contract.
        unsafe { MemCx::new(NonNull::from(&self.parts().region), Id::new()) }
    }
}

impl<S: Source + 'static> Drop for Home<S> {
    fn drop(&mut self) {
        /// The block, which goes back also if something that the region adopted panics.
        struct Block<S: Source + 'static>(NonNull<Parts<S>>);
        impl<S: Source + 'static> Drop for Block<S> {
            fn drop(&mut self) {
                // SAFETY: the region is gone, so that the source may be moved; it gave the block, in which nothing is left.
                unsafe {
                    let parts = self.0.as_ptr();
                    let (source, block) = ((&raw const (*parts).source).read(), (*parts).block);
                    source.put(block, Home::<S>::request().layout());
                }
            }
        }
        let _block = Block(self.0);
        self.parts().region.leave();
        // SAFETY: the owner is gone, and with it every reference into the region. Its terms and its source are still there.
        unsafe { drop_in_place(&raw mut (*self.0.as_ptr()).region) };
    }
}

impl<F: for<'m> Keepable<'m>, S: Source + 'static> KeptOn<F, S> {
    /// An owner of what `f` builds with the handle, in memory of `source`.
    ///
    /// # Panics
    /// If the memory cannot be had.
    #[track_caller]
    pub fn new(source: S, f: impl for<'m> FnOnce(MemCx<'m>) -> At<'m, F>) -> Self {
        let Ok(kept) = ok(Self::build(source, |cx| Ok::<_, Infallible>(f(cx))));
        kept
    }

    /// An owner of what `f` builds; if that fails, the memory is given back and the error returned.
    ///
    /// ```
    /// use memscope::source::{Heap, Limited};
    /// use memscope::{AllocError, KeptOn};
    ///
    /// let refused = KeptOn::<&'static str, _>::try_new(Limited::new(Heap, 4096), |cx| -> Result<_, AllocError> {
    ///     Ok(&*cx.try_alloc_str(&"x".repeat(5000))?)
    /// });
    /// assert!(refused.is_err());
    /// ```
    ///
    /// # Errors
    /// What `f` returns, and an [`AllocError`] if the memory for the owner or the root cannot be had.
    pub fn try_new<E: From<AllocError>>(
        source: S,
        f: impl for<'m> FnOnce(MemCx<'m>) -> Result<At<'m, F>, E>,
    ) -> Result<Self, E> {
        Self::build(source, f)?
    }

    fn build<E>(
        source: S,
        f: impl for<'m> FnOnce(MemCx<'m>) -> Result<At<'m, F>, E>,
    ) -> Result<Result<Self, E>, AllocError> {
        let home = Home::open(source)?;
        // SAFETY: `f` takes every lifetime, so to it this one is like no other; the home outlives the root.
        let root = match f(unsafe { home.cx() }) {
            Ok(root) => home.parts().region.place::<_, Tries>(root)?.cast(),
            Err(error) => return Ok(Err(error)),
        };
        // SAFETY: no reference to the parts is left, as the handle has ended.
        unsafe { (&raw mut (*home.0.as_ptr()).root).write(MaybeUninit::new(root)) };
        Ok(Ok(Self { home, family: PhantomData }))
    }

    fn root(&self) -> NonNull<()> {
        // SAFETY: an owner has a root.
        unsafe { self.home.parts().root.assume_init() }
    }

    /// Calls `f` with the root. What it returns borrows nothing from the root: unlike that of a [`Kept`](crate::Kept), the
    /// lifetime is equal to no other even if the owner was leaked. What a source sees one by one could else be freed elsewhere.
    #[inline]
    pub fn with<R>(&self, f: impl for<'m> FnOnce(&At<'m, F>) -> R) -> R {
        // SAFETY: the root is initialised, and shared as the owner is. `f` takes every lifetime.
        f(unsafe { self.root().cast().as_ref() })
    }

    /// Calls `f` with the root and the handle of the memory in which it was built, to change it or to build on.
    ///
    /// ```
    /// use memscope::source::Heap;
    /// use memscope::{Keepable, KeptOn};
    /// #[derive(Keepable)]
    /// struct List<'mcx>(Option<&'mcx (u32, List<'mcx>)>);
    ///
    /// let mut kept: KeptOn<List<'static>, Heap> = KeptOn::new(Heap, |_| List(None));
    /// for i in 0..3 {
    ///     kept.with_mut(|list, cx| *list = List(Some(cx.alloc((i, List(list.0))))));
    /// }
    /// assert_eq!(kept.with(|list| list.0.unwrap().0), 2);
    /// ```
    #[inline]
    pub fn with_mut<R>(&mut self, f: impl for<'m> FnOnce(&mut At<'m, F>, MemCx<'m>) -> R) -> R {
        // SAFETY: the root is initialised, and borrowed as the owner is. `f` takes every lifetime.
        f(unsafe { self.root().cast().as_mut() }, unsafe { self.home.cx() })
    }

    /// Where the memory comes from.
    #[must_use]
    pub fn source(&self) -> &S {
        &self.home.parts().source
    }

    /// The owner as a pointer, for a foreign runtime to keep.
    #[must_use = "the value will not be dropped"]
    pub fn into_raw(self) -> NonNull<()> {
        ManuallyDrop::new(self).home.0.cast()
    }

    /// The owner that [`into_raw`](Self::into_raw) made a pointer of.
    ///
    /// # Safety
    /// The pointer is that of an owner of this very type, and becomes one again but once. The memory of the source is still
    /// there. If the owner is not `Send`, this is the thread that made it.
    pub unsafe fn from_raw(owner: NonNull<()>) -> Self {
        Self { home: Home(owner.cast()), family: PhantomData }
    }
}

impl<F: for<'m> Keepable<'m>, S: Source + 'static> Drop for KeptOn<F, S> {
    fn drop(&mut self) {
        // SAFETY: the root is initialised, and not looked at again; then the home is dropped, also after a panic.
        unsafe { self.root().cast::<At<'_, F>>().drop_in_place() };
    }
}

impl<F: for<'m> Keepable<'m>, S: Source + 'static> fmt::Debug for KeptOn<F, S>
where
    for<'m> At<'m, F>: fmt::Debug,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.with(|root| root.fmt(f))
    }
}

// SAFETY: the owner holds the only way to its memory and its source. What the memory holds is the root and what was adopted,
// both `Send`, and memory that nobody will look at again. The region itself is of no thread.
unsafe impl<F: for<'m> Keepable<'m>, S: Source + Send + 'static> Send for KeptOn<F, S> where for<'m> At<'m, F>: Send {}

// SAFETY: a shared owner gives shared access to the root and to the source. The region allocates for an exclusive owner only,
// or through a handle in the root, which then is not `Sync`.
unsafe impl<F: for<'m> Keepable<'m>, S: Source + Sync + 'static> Sync for KeptOn<F, S> where for<'m> At<'m, F>: Sync {}
