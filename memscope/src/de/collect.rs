//! Sequences and maps: what collects their items.

use core::fmt;
use core::marker::PhantomData;

use serde::de::{Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::{DeserializeIn, Dest};
use crate::cx::MemCx;
use crate::error::AllocError;

/// Takes items one by one.
pub(super) trait Collect<'mcx>: Sized {
    type Item;

    /// With room for so many, which is a hint.
    fn begin(cx: MemCx<'mcx>, hint: usize) -> Self;
    fn put(&mut self, item: Self::Item) -> Result<(), AllocError>;
}

/// What room is made at first. A few bytes of input can promise any number of items, at each level anew.
fn cautious<T>(hint: Option<usize>) -> usize {
    const MOST: usize = 64 << 10;
    hint.unwrap_or(0).min(MOST / size_of::<T>().max(1))
}

struct Collector<'de, 'mcx, C> {
    dest: Dest<'de, 'mcx>,
    collection: PhantomData<fn() -> C>,
}

/// Reads a sequence.
pub(super) fn sequence<'de, 'mcx, C, D>(dest: Dest<'de, 'mcx>, deserializer: D) -> Result<C, D::Error>
where
    C: Collect<'mcx, Item: DeserializeIn<'de, 'mcx>>,
    D: Deserializer<'de>,
{
    deserializer.deserialize_seq(Collector { dest: dest.deeper()?, collection: PhantomData })
}

impl<'de, 'mcx, C> Visitor<'de> for Collector<'de, 'mcx, C>
where
    C: Collect<'mcx, Item: DeserializeIn<'de, 'mcx>>,
{
    type Value = C;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a sequence")
    }

    #[inline]
    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<C, A::Error> {
        let mut collection = C::begin(self.dest.cx(), cautious::<C::Item>(items.size_hint()));
        while let Some(item) = items.next_element_seed(self.dest.seed())? {
            collection.put(item).map_err(Error::custom)?;
        }
        Ok(collection)
    }
}

struct Entries<'de, 'mcx, C>(Collector<'de, 'mcx, C>);

/// Reads a map.
pub(super) fn mapping<'de, 'mcx, C, K, V, D>(dest: Dest<'de, 'mcx>, deserializer: D) -> Result<C, D::Error>
where
    C: Collect<'mcx, Item = (K, V)>,
    K: DeserializeIn<'de, 'mcx>,
    V: DeserializeIn<'de, 'mcx>,
    D: Deserializer<'de>,
{
    deserializer.deserialize_map(Entries(Collector { dest: dest.deeper()?, collection: PhantomData }))
}

impl<'de, 'mcx, C, K, V> Visitor<'de> for Entries<'de, 'mcx, C>
where
    C: Collect<'mcx, Item = (K, V)>,
    K: DeserializeIn<'de, 'mcx>,
    V: DeserializeIn<'de, 'mcx>,
{
    type Value = C;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a map")
    }

    #[inline]
    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<C, A::Error> {
        let dest = self.0.dest;
        let mut collection = C::begin(dest.cx(), cautious::<C::Item>(entries.size_hint()));
        while let Some(entry) = entries.next_entry_seed(dest.seed(), dest.seed())? {
            collection.put(entry).map_err(Error::custom)?;
        }
        Ok(collection)
    }
}
