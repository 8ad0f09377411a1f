//! Where the loose values were kept that nobody has released yet: for tests.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::iter;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread::{self, ThreadId};

use crate::region::Site;

/// What is known of one value. They are a list, and not a vector: that has given back all that it took when the last value
/// is released, so that who counts blocks of the heap does not find it.
struct Mark {
    value: usize,
    site: &'static Site,
    thread: ThreadId,
    older: Option<Box<Mark>>,
}

static NEWEST: Mutex<Option<Box<Mark>>> = Mutex::new(None);

/// Whoever has it asks the heap for nothing, and gives nothing back: the heap may keep values itself.
fn newest() -> MutexGuard<'static, Option<Box<Mark>>> {
    NEWEST.lock().unwrap_or_else(PoisonError::into_inner)
}

fn from(newest: &Option<Box<Mark>>) -> impl Iterator<Item = &Mark> {
    iter::successors(newest.as_deref(), |mark| mark.older.as_deref())
}

/// The value at that address was kept.
pub(super) fn add(value: usize, site: &'static Site) {
    let mut mark = Box::new(Mark { value, site, thread: thread::current().id(), older: None });
    let mut newest = newest();
    mark.older = newest.take();
    *newest = Some(mark);
}

/// It was released. The address of a value of size zero may be another one's, too.
pub(super) fn remove(value: usize, site: &Site) {
    let mut newest = newest();
    let mut at = &mut *newest;
    while let Some(other) = at.take_if(|mark| mark.value != value || !mark.site.same(site)) {
        at = &mut at.insert(other).older;
    }
    let mut removed = at.take();
    *at = removed.as_mut().and_then(|mark| mark.older.take());
    drop(newest);
    drop(removed);
}

/// How many values this thread has kept that nobody has released.
pub(crate) fn unreleased_here() -> usize {
    let here = thread::current().id();
    from(&newest()).filter(|mark| mark.thread == here).count()
}

/// The file and line where each of the newest `n` of those was kept, the oldest first.
pub(crate) fn newest_here(n: usize) -> Vec<(&'static str, u32)> {
    let here = thread::current().id();
    let mut places = Vec::with_capacity(n);
    places.extend(from(&newest()).filter(|mark| mark.thread == here).map(|mark| mark.site.place()).take(n));
    places.reverse();
    places
}
