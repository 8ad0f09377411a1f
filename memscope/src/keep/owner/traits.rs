//! std's traits for an owner, where its root has them.

use core::cmp::Ordering;
use core::fmt;
use core::hash::{Hash, Hasher};
use core::ops::Deref;

use super::{At, Covariant, Keepable, Kept};

impl<F: for<'m> Keepable<'m>> fmt::Debug for Kept<F>
where
    for<'m> At<'m, F>: fmt::Debug,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.with(|root| root.fmt(f))
    }
}

impl<F: for<'m> Keepable<'m>> fmt::Display for Kept<F>
where
    for<'m> At<'m, F>: fmt::Display,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.with(|root| root.fmt(f))
    }
}

impl<F: for<'m> Keepable<'m>> Hash for Kept<F>
where
    for<'m> At<'m, F>: Hash,
{
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.with(|root| root.hash(state));
    }
}

// Comparing gives two roots one lifetime. Only a covariant family allows that: another could hold a brand, and have of
// one owner what belongs to the other.

impl<F: Covariant> PartialEq for Kept<F>
where
    for<'m> At<'m, F>: PartialEq,
{
    fn eq(&self, other: &Self) -> bool {
        self.get() == other.get()
    }
}

impl<F: Covariant> Eq for Kept<F> where for<'m> At<'m, F>: Eq {}

impl<F: Covariant> PartialOrd for Kept<F>
where
    for<'m> At<'m, F>: PartialOrd,
{
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        self.get().partial_cmp(other.get())
    }
}

impl<F: Covariant> Ord for Kept<F>
where
    for<'m> At<'m, F>: Ord,
{
    fn cmp(&self, other: &Self) -> Ordering {
        self.get().cmp(other.get())
    }
}

/// A root that is a reference is seen through.
impl<T: ?Sized + 'static> Deref for Kept<&T> {
    type Target = T;

    #[inline]
    fn deref(&self) -> &T {
        self.get()
    }
}

impl<T: ?Sized + 'static> AsRef<T> for Kept<&T> {
    fn as_ref(&self) -> &T {
        self
    }
}
