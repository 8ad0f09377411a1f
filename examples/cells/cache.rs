//! A cache of bounded size, which forgets what was used least recently: a map to the entries of a list.

use std::hash::Hash;

use memscope::{MemCx, MemKey, MemMap};

use crate::list::{Link, List};

pub(crate) struct Cache<'m, K, V> {
    cx: MemCx<'m>,
    /// The most recent first.
    order: List<'m, (K, V)>,
    entries: MemMap<'m, K, Link<'m, (K, V)>>,
    size: usize,
}

impl<'m, K: Copy + Eq + Hash, V: Copy> Cache<'m, K, V> {
    pub(crate) fn new(cx: MemCx<'m>, size: usize) -> Self {
        Self { cx, order: List::new(), entries: MemMap::new_in(cx), size }
    }

    pub(crate) fn get_or_insert_with(&mut self, key: &mut MemKey<'m>, name: K, value: impl FnOnce() -> V) -> V {
        let entry = match self.entries.get(&name) {
            Some(entry) => {
                self.order.unlink(key, entry);
                *entry
            }
            None => self.make(key, name, value()),
        };
        self.order.link_after(key, None, entry);
        entry.get(key).value.1
    }

    /// An entry in no list: when the cache is full, the oldest one, changed in place.
    fn make(&mut self, key: &mut MemKey<'m>, name: K, value: V) -> Link<'m, (K, V)> {
        let oldest = self.order.last().filter(|_| self.entries.len() == self.size);
        let entry = match oldest {
            Some(entry) => {
                self.order.unlink(key, entry);
                self.entries.remove(&entry.get(key).value.0);
                entry.get_mut(key).value = (name, value);
                entry
            }
            None => List::entry(self.cx, (name, value)),
        };
        self.entries.insert(name, entry);
        entry
    }

    pub(crate) fn keys(&self, key: &MemKey<'m>) -> Vec<K> {
        self.order.iter(key).map(|(name, _)| *name).collect()
    }
}
