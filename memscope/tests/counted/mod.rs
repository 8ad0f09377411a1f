//! Values that keep book of their lives, and panic when told to.
#![allow(dead_code)]

use std::cell::{Cell, RefCell};
use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::hash::{Hash, Hasher};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

/// Which values are alive, and how many calls of user code are still to come before one panics.
pub(crate) struct Ledger {
    alive: RefCell<BTreeSet<u32>>,
    made: Cell<u32>,
    fuse: Cell<u32>,
    dropped_twice: Cell<bool>,
    calm_drops: Cell<bool>,
}

impl Ledger {
    /// The `fuse`-th call of user code panics.
    pub(crate) fn new(fuse: u32) -> Self {
        Self {
            alive: RefCell::default(),
            made: Cell::new(0),
            fuse: Cell::new(fuse),
            dropped_twice: Cell::new(false),
            calm_drops: Cell::new(false),
        }
    }

    /// Destructors do not count as calls of user code: where another crate's containers lose values if one panics.
    pub(crate) fn calm_drops(&self) {
        self.calm_drops.set(true);
    }

    /// A new value.
    pub(crate) fn value(&self, id: u32) -> Counted<'_> {
        let serial = self.made.replace(self.made.get() + 1);
        self.alive.borrow_mut().insert(serial);
        Counted { ledger: self, serial, id }
    }

    /// New values with the ids `0..n`.
    pub(crate) fn values(&self, n: u32) -> impl Iterator<Item = Counted<'_>> {
        (0..n).map(|id| self.value(id))
    }

    /// One call of user code.
    pub(crate) fn tick(&self) {
        if std::thread::panicking() {
            return;
        }
        let left = self.fuse.get().wrapping_sub(1);
        self.fuse.set(left);
        if left == 0 {
            resume_unwind(Box::new("the fuse"));
        }
    }

    pub(crate) fn alive(&self) -> usize {
        self.alive.borrow().len()
    }

    pub(crate) fn assert_balanced(&self) {
        assert!(!self.dropped_twice.get(), "a value was dropped twice");
        assert_eq!(self.alive(), 0, "values were lost");
    }
}

/// A value whose clone, comparison, hash and drop count as calls of user code.
pub(crate) struct Counted<'l> {
    ledger: &'l Ledger,
    serial: u32,
    pub(crate) id: u32,
}

impl Drop for Counted<'_> {
    fn drop(&mut self) {
        if !self.ledger.alive.borrow_mut().remove(&self.serial) {
            self.ledger.dropped_twice.set(true);
        }
        if !self.ledger.calm_drops.get() {
            self.ledger.tick();
        }
    }
}

impl Clone for Counted<'_> {
    fn clone(&self) -> Self {
        self.ledger.tick();
        self.ledger.value(self.id)
    }
}

impl PartialEq for Counted<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.ledger.tick();
        self.id == other.id
    }
}

impl Eq for Counted<'_> {}

impl PartialOrd for Counted<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Counted<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.ledger.tick();
        self.id.cmp(&other.id)
    }
}

impl Hash for Counted<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.ledger.tick();
        self.id.hash(state);
    }
}

impl std::fmt::Debug for Counted<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.ledger.tick();
        self.id.fmt(f)
    }
}

/// Runs `f` with a panic at the first call of user code, at the second, and so on, until it gets through. Each time,
/// every value must have been dropped once.
#[track_caller]
pub(crate) fn panic_at_each(f: impl Fn(&Ledger)) {
    for fuse in 1..10_000 {
        let ledger = Ledger::new(fuse);
        let through = catch_unwind(AssertUnwindSafe(|| f(&ledger))).is_ok();
        ledger.assert_balanced();
        if through {
            assert!(fuse > 1, "no user code was called");
            return;
        }
    }
    panic!("the function never gets through");
}

/// The message with which `f` panics.
#[track_caller]
pub(crate) fn message_of<R>(f: impl FnOnce() -> R) -> String {
    let Err(payload) = catch_unwind(AssertUnwindSafe(f)) else { panic!("it did not panic") };
    match payload.downcast::<String>() {
        Ok(text) => *text,
        Err(other) => other.downcast::<&str>().map_or_else(|_| "?".into(), |text| (*text).into()),
    }
}

/// An iterator that lies about its length.
pub(crate) struct Liar<I>(pub(crate) I, pub(crate) (usize, Option<usize>));

impl<I: Iterator> Iterator for Liar<I> {
    type Item = I::Item;

    fn next(&mut self) -> Option<I::Item> {
        self.0.next()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.1
    }
}

impl<I: Iterator> ExactSizeIterator for Liar<I> {}
