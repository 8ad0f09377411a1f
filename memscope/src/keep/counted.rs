//! Owners that are several: the memory goes with the last of them.

mod traits;

use core::cell::Cell;
use core::marker::PhantomData;
use core::mem::ManuallyDrop;
use core::ops::Deref;
use core::sync::atomic::{AtomicUsize, Ordering, fence};

use super::family::Keepable;
use super::keeper::{Keeper, Place};
use super::owner::Kept;

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
/// Two words. Every owner has room for the count in its own memory, so that sharing one asks the heap for nothing and
/// cannot fail. There are no weak owners: one that is handed, by [`adopt`](Kept::adopt) or in a `Mutex`, what holds another
/// of the same memory, is never freed.
pub struct Counted<F: for<'m> Keepable<'m>, C: Count> {
    /// The same in each of them. The last drops it.
    kept: ManuallyDrop<Kept<F>>,
    /// Neither `Send` nor `Sync` by itself.
    count: PhantomData<*const C>,
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for core::cell::Cell<usize> {}
    impl Sealed for core::sync::atomic::AtomicUsize {}
}

/// How a [`Counted`] counts: as a `Cell` does, or atomically.
pub trait Count: sealed::Sealed {
    /// Adds one, and returns what it was.
    #[doc(hidden)]
    fn up(count: &AtomicUsize) -> usize;
    /// Takes one off; whether it was the last. Then what the others did is done.
    #[doc(hidden)]
    fn down(count: &AtomicUsize) -> bool;
}

impl Count for Cell<usize> {
    #[inline]
    fn up(count: &AtomicUsize) -> usize {
        let old = count.load(Ordering::Relaxed);
        count.store(old + 1, Ordering::Relaxed);
        old
    }

    #[inline]
    fn down(count: &AtomicUsize) -> bool {
        let new = count.load(Ordering::Relaxed) - 1;
        count.store(new, Ordering::Relaxed);
        new == 0
    }
}

impl Count for AtomicUsize {
    #[inline]
    fn up(count: &AtomicUsize) -> usize {
        // A new owner is made of an old one, which is alive meanwhile.
        count.fetch_add(1, Ordering::Relaxed)
    }

    #[inline]
    fn down(count: &AtomicUsize) -> bool {
        let last = count.fetch_sub(1, Ordering::Release) == 1;
        if last {
            fence(Ordering::Acquire);
        }
        last
    }
}

impl<F: for<'m> Keepable<'m>, C: Count> Counted<F, C> {
    /// How many owners there are.
    #[must_use]
    pub fn strong_count(this: &Self) -> usize {
        // Whoever finds itself alone sees what the others did.
        this.kept.count().load(Ordering::Acquire)
    }

    /// The owner, if this is the only one.
    #[must_use]
    pub fn get_mut(this: &mut Self) -> Option<&mut Kept<F>> {
        // Nobody else has the owner, nor can get it while `this` is borrowed. What the caller puts in its place brings a
        // count of its own, which is one.
        (Self::strong_count(this) == 1).then(|| &mut *this.kept)
    }

    /// The owner itself, if this is the only one.
    ///
    /// # Errors
    /// `this`, if there are others.
    pub fn try_unwrap(this: Self) -> Result<Kept<F>, Self> {
        if Self::strong_count(&this) != 1 {
            return Err(this);
        }
        let mut this = ManuallyDrop::new(this);
        // SAFETY: nobody else has the owner; it is moved out of `this`, which is not used again.
        Ok(unsafe { ManuallyDrop::take(&mut this.kept) })
    }

    /// Whether both are owners of the same memory.
    #[must_use]
    pub fn ptr_eq(this: &Self, other: &Self) -> bool {
        core::ptr::eq(this.kept.count(), other.kept.count())
    }
}

impl<F: for<'m> Keepable<'m>, C: Count> From<Kept<F>> for Counted<F, C> {
    /// The first of several owners.
    fn from(kept: Kept<F>) -> Self {
        Self { kept: ManuallyDrop::new(kept), count: PhantomData }
    }
}

impl<F: for<'m> Keepable<'m>, C: Count> Clone for Counted<F, C> {
    #[inline]
    fn clone(&self) -> Self {
        if C::up(self.kept.count()) > isize::MAX as usize {
            overflow();
        }
        // SAFETY: it is counted, so that only the last of them is dropped, and none is changed while there are others.
        Self { kept: unsafe { self.kept.another() }, count: PhantomData }
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
        if C::down(self.kept.count()) {
            // SAFETY: this was the last owner, and is not used again.
            unsafe { ManuallyDrop::drop(&mut self.kept) };
        }
    }
}

impl<F: for<'m> Keepable<'m>, C: Count> Deref for Counted<F, C> {
    type Target = Kept<F>;

    #[inline]
    fn deref(&self) -> &Kept<F> {
        &self.kept
    }
}

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

/// What several keepers can have shares of, as one bound, so that a value lacking both of its parts gives one error.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be `counted`: the last of its keepers may drop it on another thread",
    label = "must be `Send` and `Sync`",
    note = "keep it with one of them, or share it by an `Arc` of a value that is `Send` and `Sync`"
)]
pub trait Shared: Send + Sync {}

#[diagnostic::do_not_recommend]
impl<T: Send + Sync> Shared for T {}

/// `#[keep(with = (a, b), counted)]`: the value lives until the last of the keepers, and of the owners made from the
/// result, is gone.
#[track_caller]
pub fn counted<L, T: Shared + 'static>(keepers: impl Keepers<L>, value: T) -> KeptArc<&'static T> {
    let value = Kept::<&'static T>::new(|cx| cx.adopt(value)).into_arc();
    keepers.share(&value);
    value
}
