//! std's traits for a counted owner: those of the owner that it shares.

use core::cmp::Ordering;
use core::fmt;
use core::hash::{Hash, Hasher};

use super::{Count, Counted};
use crate::keep::family::{At, Covariant, Keepable};

impl<F: for<'m> Keepable<'m>, C: Count> fmt::Debug for Counted<F, C>
where
    for<'m> At<'m, F>: fmt::Debug,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl<F: for<'m> Keepable<'m>, C: Count> fmt::Display for Counted<F, C>
where
    for<'m> At<'m, F>: fmt::Display,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl<F: for<'m> Keepable<'m>, C: Count> Hash for Counted<F, C>
where
    for<'m> At<'m, F>: Hash,
{
    fn hash<H: Hasher>(&self, state: &mut H) {
        (**self).hash(state);
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

impl<F: Covariant, C: Count> PartialOrd for Counted<F, C>
where
    for<'m> At<'m, F>: PartialOrd,
{
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        (**self).partial_cmp(other)
    }
}

impl<F: Covariant, C: Count> Ord for Counted<F, C>
where
    for<'m> At<'m, F>: Ord,
{
    fn cmp(&self, other: &Self) -> Ordering {
        (**self).cmp(other)
    }
}
