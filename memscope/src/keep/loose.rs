//! A value that belongs to nobody: the user frees it.

use alloc::boxed::Box;
use core::fmt;
use core::ops::{Deref, DerefMut};
use core::ptr::NonNull;
use core::sync::atomic::{AtomicUsize, Ordering};

#[cfg(feature = "testing")]
use super::marks;
use crate::region::Site;

/// A value kept with nothing: it lives until [`release`](Self::release), or for ever after [`leak`](Self::leak). Made by
/// `#[keep]` without `with`.
///
/// Dropping it does neither: who keeps a value by hand frees it by hand. What was forgotten counts in [`unreleased`], and
/// `#[must_use]` catches what is not even bound.
///
/// ```
/// use memscope::{keep, Loose};
///
/// let count = keep!(String::from("by hand"));
/// assert_eq!(memscope::unreleased(), 1);
/// let count: String = Loose::release(count);
/// assert_eq!(memscope::unreleased(), 0);
/// ```
///
/// Costs a request to the heap; it is in no scope.
#[must_use = "nobody frees this value: call `Loose::release`, or `Loose::leak` to keep it for ever"]
pub struct Loose<T> {
    value: NonNull<T>,
    site: &'static Site,
}

static UNRELEASED: AtomicUsize = AtomicUsize::new(0);

/// How many [`Loose`] values of the process were neither released nor leaked.
#[must_use]
pub fn unreleased() -> usize {
    UNRELEASED.load(Ordering::Relaxed)
}

// SAFETY: it owns the value, as a `Box` does.
unsafe impl<T: Send> Send for Loose<T> {}
// SAFETY: the same.
unsafe impl<T: Sync> Sync for Loose<T> {}

/// `#[keep] let v = value;`
pub fn loose<T>(value: T, site: &'static Site) -> Loose<T> {
    let value = NonNull::from(Box::leak(Box::new(value)));
    UNRELEASED.fetch_add(1, Ordering::Relaxed);
    #[cfg(feature = "testing")]
    marks::add(value.addr().get(), site);
    Loose { value, site }
}

impl<T> Loose<T> {
    /// Frees the memory and returns the value.
    pub fn release(this: Self) -> T {
        *this.into_box()
    }

    /// Gives the value to the rest of the program, on purpose.
    #[must_use = "the value is reachable through this reference only"]
    pub fn leak<'a>(this: Self) -> &'a mut T
    where
        T: 'a,
    {
        Box::leak(this.into_box())
    }

    /// The file and line where the value was kept.
    #[must_use]
    pub fn place(this: &Self) -> (&'static str, u32) {
        this.site.place()
    }

    fn into_box(self) -> Box<T> {
        UNRELEASED.fetch_sub(1, Ordering::Relaxed);
        #[cfg(feature = "testing")]
        marks::remove(self.value.addr().get(), self.site);
        // SAFETY: the pointer came from a box, and this was its only owner.
        unsafe { Box::from_raw(self.value.as_ptr()) }
    }
}

impl<T> Deref for Loose<T> {
    type Target = T;

    fn deref(&self) -> &T {
        // SAFETY: the value is alive as long as this is, which owns it.
        unsafe { self.value.as_ref() }
    }
}

impl<T> DerefMut for Loose<T> {
    fn deref_mut(&mut self) -> &mut T {
        // SAFETY: as above, and this is borrowed mutably.
        unsafe { self.value.as_mut() }
    }
}

impl<T: fmt::Debug> fmt::Debug for Loose<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}
