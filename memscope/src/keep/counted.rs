//! Owners that are several: the memory goes with the last of them.

use core::cell::Cell;
use core::fmt;
use core::ops::Deref;
use core::ptr::NonNull;
use core::sync::atomic::{AtomicUsize, Ordering, fence};

use super::family::{At, Covariant, Keepable};
use super::keeper::{Keeper, Place};
use super::owner::Kept;
use crate::cx::ok;
use crate::error::AllocError;

/// One of several owners on one thread: [`Kept`] with a count, as `Rc` is to `Box`.
pub type KeptRc<F> = Counted<F, Cell<usize>>;

/// One of several owners on any threads: [`Kept`] with a count, as `Arc` is to `Box`.
///
/// ```
/// use memscope::{Kept, KeptArc};
///
/// let kept: Kept<&'static str> = Kept::new(|cx| &*cx.alloc_str("shared"));
/// let (one, other) = { let one = kept.into_arc(); (one.clone(), one) };
/// let thread = std::thread::spawn(move || one.len());
/// assert_eq!(thread.join().unwrap(), 6);
/// assert_eq!(KeptArc::strong_count(&other), 1);
/// assert_eq!(&**other, "shared");
/// ```
pub type KeptArc<F> = Counted<F, AtomicUsize>;

/// One of several owners, as [`KeptRc`] or [`KeptArc`]; dereferences to the [`Kept`] that they share.
///
/// One word. The count stands in the owner's own memory, so that sharing needs no request to the heap. There are no
/// weak owners, and no way to make a cycle of owners without interior mutability of the user's own.
pub struct Counted<F: for<'m> Keepable<'m>, C: Count>(NonNull<Shared<F, C>>);

struct Shared<F: for<'m> Keepable<'m>, C> {
    count: C,
    kept: Kept<F>,
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for core::cell::Cell<usize> {}
    impl Sealed for core::sync::atomic::AtomicUsize {}
}

/// How a [`Counted`] counts: in a `Cell`, or atomically.
pub trait Count: sealed::Sealed {
    #[doc(hidden)]
    fn one() -> Self;
    #[doc(hidden)]
    fn get(&self) -> usize;
    /// Adds one, and returns what it was.
    #[doc(hidden)]
    fn up(&self) -> usize;
    /// Takes one off; whether it was the last. Then what the others did is done.
    #[doc(hidden)]
    fn down(&self) -> bool;
}

impl Count for Cell<usize> {
    fn one() -> Self {
        Cell::new(1)
    }

    fn get(&self) -> usize {
        Cell::get(self)
    }

    #[inline]
    fn up(&self) -> usize {
        self.replace(Cell::get(self) + 1)
    }

    #[inline]
    fn down(&self) -> bool {
        self.set(Cell::get(self) - 1);
        Cell::get(self) == 0
    }
}

impl Count for AtomicUsize {
    fn one() -> Self {
        AtomicUsize::new(1)
    }

    fn get(&self) -> usize {
        // Whoever finds itself alone sees what the others did.
        self.load(Ordering::Acquire)
    }

    #[inline]
    fn up(&self) -> usize {
        // A new owner is made of an old one, which is alive meanwhile.
        self.fetch_add(1, Ordering::Relaxed)
    }

    #[inline]
    fn down(&self) -> bool {
        let last = self.fetch_sub(1, Ordering::Release) == 1;
        if last {
            fence(Ordering::Acquire);
        }
        last
    }
}

impl<F: for<'m> Keepable<'m>, C: Count> Counted<F, C> {
    /// The first of several owners.
    ///
    /// # Errors
    /// If the memory for the count cannot be had; the owner is dropped.
    pub fn try_from_kept(mut kept: Kept<F>) -> Result<Self, AllocError> {
        let place = kept.reserve()?;
        // SAFETY: fresh memory for this, in the owner's region, which stays in place wherever the owner is moved.
        unsafe { place.write(Shared { count: C::one(), kept }) };
        Ok(Self(place))
    }

    /// How many owners there are.
    #[must_use]
    pub fn strong_count(this: &Self) -> usize {
        this.shared().count.get()
    }

    /// The owner, if this is the only one.
    #[must_use]
    pub fn get_mut(this: &mut Self) -> Option<&mut Kept<F>> {
        // SAFETY: nobody else has the owner, nor can get it while `this` is borrowed.
        (this.shared().count.get() == 1).then(|| unsafe { &mut (*this.0.as_ptr()).kept })
    }

    /// The owner itself, if this is the only one.
    ///
    /// # Errors
    /// `this`, if there are others.
    pub fn try_unwrap(this: Self) -> Result<Kept<F>, Self> {
        if this.shared().count.get() != 1 {
            return Err(this);
        }
        let this = core::mem::ManuallyDrop::new(this);
        // SAFETY: nobody else has the owner; it is moved out once, and its place is not looked at again.
        Ok(unsafe { (&raw const (*this.0.as_ptr()).kept).read() })
    }

    /// Whether both are owners of the same memory.
    #[must_use]
    pub fn ptr_eq(this: &Self, other: &Self) -> bool {
        this.0 == other.0
    }

    fn shared(&self) -> &Shared<F, C> {
        // SAFETY: what is shared stays until the last owner is dropped.
        unsafe { self.0.as_ref() }
    }
}

impl<F: for<'m> Keepable<'m>, C: Count> From<Kept<F>> for Counted<F, C> {
    #[track_caller]
    fn from(kept: Kept<F>) -> Self {
        ok(Self::try_from_kept(kept))
    }
}

impl<F: for<'m> Keepable<'m>, C: Count> Clone for Counted<F, C> {
    #[inline]
    fn clone(&self) -> Self {
        if self.shared().count.up() > isize::MAX as usize {
            overflow();
        }
        Self(self.0)
    }
}

/// As with `Arc`: so many owners can only have been forgotten, and one more would be freed too early.
#[cold]
fn overflow() -> ! {
    struct Abort;
    impl Drop for Abort {
        fn drop(&mut self) {
            panic!("the count of owners overflowed");
        }
    }
    // A panic while panicking ends the process, also without std.
    let _abort = Abort;
    panic!("the count of owners overflowed");
}

impl<F: for<'m> Keepable<'m>, C: Count> Drop for Counted<F, C> {
    #[inline]
    fn drop(&mut self) {
        if self.shared().count.down() {
            // SAFETY: this was the last owner. The `Kept` is moved out of the memory that it frees.
            drop(unsafe { (&raw const (*self.0.as_ptr()).kept).read() });
        }
    }
}

impl<F: for<'m> Keepable<'m>, C: Count> Deref for Counted<F, C> {
    type Target = Kept<F>;

    #[inline]
    fn deref(&self) -> &Kept<F> {
        &self.shared().kept
    }
}

impl<F: for<'m> Keepable<'m>, C: Count> fmt::Debug for Counted<F, C>
where
    for<'m> At<'m, F>: fmt::Debug,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl<F: Covariant, C: Count> PartialEq for Counted<F, C>
where
    for<'m> At<'m, F>: PartialEq,
{
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl<F: Covariant, C: Count> Eq for Counted<F, C> where for<'m> At<'m, F>: Eq {}

// SAFETY: as for `Arc`: the count is atomic, the owner is shared among the threads, and dropped on one of them.
unsafe impl<F: for<'m> Keepable<'m>> Send for KeptArc<F> where Kept<F>: Send + Sync {}
// SAFETY: the same.
unsafe impl<F: for<'m> Keepable<'m>> Sync for KeptArc<F> where Kept<F>: Send + Sync {}

#[diagnostic::do_not_recommend]
impl<'k, F: for<'m> Keepable<'m>, C: Count> Keeper<'k> for &'k Counted<F, C> {
    fn place(self) -> Place<'k> {
        (**self).place()
    }
}

/// Keepers that have nothing to do with each other, of whom each gets a share. `L` is their lifetimes.
pub trait Keepers<L> {
    fn share<T: Clone + Send + 'static>(self, value: &T);
}

impl<'a, 'b, A: Keeper<'a>, B: Keeper<'b>> Keepers<(&'a (), &'b ())> for (A, B) {
    #[track_caller]
    fn share<T: Clone + Send + 'static>(self, value: &T) {
        self.0.place().adopt(value.clone());
        self.1.place().adopt(value.clone());
    }
}

impl<'a, 'b, 'c, A: Keeper<'a>, B: Keeper<'b>, C: Keeper<'c>> Keepers<(&'a (), &'b (), &'c ())> for (A, B, C) {
    #[track_caller]
    fn share<T: Clone + Send + 'static>(self, value: &T) {
        (self.0, self.1).share(value);
        self.2.place().adopt(value.clone());
    }
}

/// `#[keep(with = (a, b), counted)]`: the value lives until the last of the keepers, and of the owners made from the
/// result, is gone.
#[track_caller]
pub fn counted<L, T: Send + Sync + 'static>(keepers: impl Keepers<L>, value: T) -> KeptArc<&'static T> {
    let value = Kept::<&'static T>::new(|cx| cx.adopt(value)).into_arc();
    keepers.share(&value);
    value
}
