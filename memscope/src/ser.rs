//! Containers, owners and symbols as data for serde: each is what it holds. (Maps and sets are hashbrown's, which sees to it.)

use serde::{Serialize, Serializer};

use crate::boxed::MemBox;
use crate::deque::MemDeque;
use crate::keep::{At, Branded, Count, Counted, Keepable, Kept};
use crate::string::MemString;
use crate::vec::MemVec;

impl<T: Serialize + ?Sized> Serialize for MemBox<'_, T> {
    #[inline]
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (**self).serialize(serializer)
    }
}

impl<T: Serialize> Serialize for MemVec<'_, T> {
    #[inline]
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.as_slice().serialize(serializer)
    }
}

impl<T: Serialize> Serialize for MemDeque<'_, T> {
    #[inline]
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self)
    }
}

impl Serialize for MemString<'_> {
    #[inline]
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.as_str().serialize(serializer)
    }
}

#[cfg(feature = "hashbrown")]
impl<T: Serialize + ?Sized> Serialize for crate::interner::Symbol<'_, T> {
    #[inline]
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.get().serialize(serializer)
    }
}

impl<F> Serialize for Kept<F>
where
    F: for<'m> Keepable<'m>,
    for<'m> At<'m, F>: Serialize,
{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.with(|root| root.serialize(serializer))
    }
}

impl<F> Serialize for Branded<F>
where
    F: for<'m> Keepable<'m>,
    for<'m> At<'m, F>: Serialize,
{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.with(|root| root.serialize(serializer))
    }
}

impl<F, C: Count> Serialize for Counted<F, C>
where
    F: for<'m> Keepable<'m>,
    for<'m> At<'m, F>: Serialize,
{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (**self).serialize(serializer)
    }
}
