//! A doubly linked list. Its entries are cells of a scope, and each end of a link is a plain reference.

use std::iter::successors;

use memscope::{MemCell, MemCx, MemKey};

/// An entry, which stays where it is: the cache keeps references to its entries.
pub(crate) type Link<'m, T> = &'m MemCell<'m, Entry<'m, T>>;

pub(crate) struct Entry<'m, T> {
    pub(crate) value: T,
    before: Option<Link<'m, T>>,
    after: Option<Link<'m, T>>,
}

pub(crate) struct List<'m, T> {
    first: Option<Link<'m, T>>,
    last: Option<Link<'m, T>>,
}

impl<'m, T> List<'m, T> {
    pub(crate) fn new() -> Self {
        Self { first: None, last: None }
    }

    /// An entry that is in no list yet. Like all that a scope allocates, it has no destructor.
    pub(crate) fn entry(cx: MemCx<'m>, value: T) -> Link<'m, T> {
        cx.alloc(MemCell::new(Entry { value, before: None, after: None }))
    }

    pub(crate) fn push_back(&mut self, cx: MemCx<'m>, key: &mut MemKey<'m>, value: T) -> Link<'m, T> {
        let entry = Self::entry(cx, value);
        self.link_after(key, self.last, entry);
        entry
    }

    /// Puts an entry that is in no list behind another, or first.
    pub(crate) fn link_after(&mut self, key: &mut MemKey<'m>, before: Option<Link<'m, T>>, entry: Link<'m, T>) {
        let after = match before {
            Some(before) => before.get_mut(key).after.replace(entry),
            None => self.first.replace(entry),
        };
        match after {
            Some(after) => after.get_mut(key).before = Some(entry),
            None => self.last = Some(entry),
        }
        let entry = entry.get_mut(key);
        (entry.before, entry.after) = (before, after);
    }

    /// Takes an entry of this list out of it.
    pub(crate) fn unlink(&mut self, key: &mut MemKey<'m>, entry: Link<'m, T>) {
        let entry = entry.get_mut(key);
        let (before, after) = (entry.before.take(), entry.after.take());
        match before {
            Some(before) => before.get_mut(key).after = after,
            None => self.first = after,
        }
        match after {
            Some(after) => after.get_mut(key).before = before,
            None => self.last = before,
        }
    }

    pub(crate) fn last(&self) -> Option<Link<'m, T>> {
        self.last
    }

    pub(crate) fn iter<'l>(&'l self, key: &'l MemKey<'m>) -> impl Iterator<Item = &'l T> {
        successors(self.first, |entry| entry.get(key).after).map(|entry| &entry.get(key).value)
    }

    pub(crate) fn iter_back<'l>(&'l self, key: &'l MemKey<'m>) -> impl Iterator<Item = &'l T> {
        successors(self.last, |entry| entry.get(key).before).map(|entry| &entry.get(key).value)
    }

    /// A cursor at the first value.
    pub(crate) fn cursor(&mut self) -> Cursor<'_, 'm, T> {
        let at = self.first;
        Cursor { list: self, at }
    }
}

/// A place in a list, at a value or behind the last one.
pub(crate) struct Cursor<'l, 'm, T> {
    list: &'l mut List<'m, T>,
    at: Option<Link<'m, T>>,
}

impl<'m, T> Cursor<'_, 'm, T> {
    pub(crate) fn current<'k>(&'k mut self, key: &'k mut MemKey<'m>) -> Option<&'k mut T> {
        self.at.map(|entry| &mut entry.get_mut(key).value)
    }

    pub(crate) fn move_next(&mut self, key: &MemKey<'m>) {
        self.at = self.at.and_then(|entry| entry.get(key).after);
    }

    /// Puts a value behind the current one.
    pub(crate) fn insert_after(&mut self, cx: MemCx<'m>, key: &mut MemKey<'m>, value: T) {
        self.list.link_after(key, self.at, List::entry(cx, value));
    }

    /// Takes the current value out; the cursor moves to the next.
    pub(crate) fn remove(&mut self, key: &mut MemKey<'m>) {
        if let Some(entry) = self.at {
            self.move_next(key);
            self.list.unlink(key, entry);
        }
    }
}
