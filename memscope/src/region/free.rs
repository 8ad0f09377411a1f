//! Free blocks, and how lists of them are brought into the order of their addresses.

use core::ptr;

use super::window::UNIT;

/// Stands in a free block. One of a single unit has room for `next` only, which is all that this file looks at.
#[repr(C)]
pub(super) struct Free {
    pub(super) next: *mut Free,
    pub(super) size: usize,
}

/// Free blocks with their sizes, in order: those of one unit and all others, of which each may be overwritten when it was seen.
pub(super) struct InOrder {
    units: *mut Free,
    others: *mut Free,
}

impl InOrder {
    /// # Safety
    /// These are lists of free blocks, which nobody else looks at, the first of those of one unit.
    pub(super) unsafe fn new(units: *mut Free, others: impl Iterator<Item = *mut Free>) -> Self {
        // SAFETY: passed on.
        unsafe { Self { units: Sorter::sorted([units].into_iter()), others: Sorter::sorted(others) } }
    }
}

impl Iterator for InOrder {
    type Item = (*mut u8, usize);

    fn next(&mut self) -> Option<Self::Item> {
        let is_unit = !self.units.is_null() && (self.others.is_null() || self.units.addr() < self.others.addr());
        let list = if is_unit { &mut self.units } else { &mut self.others };
        let free = *list;
        if free.is_null() {
            return None;
        }
        // SAFETY: a free block, which says how long it is if it is longer than a unit.
        let (next, size) = unsafe { ((*free).next, if is_unit { UNIT } else { (*free).size }) };
        *list = next;
        Some((free.cast(), size))
    }
}

/// Lists in order, of which each but the first is as long as all before it together, or is missing: a merge sort of whatever is
/// in order already, in either direction. It needs no memory but this, and no recursion.
struct Sorter([*mut Free; usize::BITS as usize]);

impl Sorter {
    /// All blocks of these lists.
    ///
    /// # Safety
    /// They are free blocks, which nobody else looks at.
    unsafe fn sorted(lists: impl Iterator<Item = *mut Free>) -> *mut Free {
        let mut sorter = Self([ptr::null_mut(); usize::BITS as usize]);
        // SAFETY: by contract.
        lists.for_each(|list| unsafe { sorter.add(list) });
        sorter.finish()
    }

    /// Takes all blocks of a list.
    ///
    /// # Safety
    /// They are free blocks, which nobody else looks at.
    unsafe fn add(&mut self, mut list: *mut Free) {
        while !list.is_null() {
            // SAFETY: by contract; a run is a part of the list, cut off at its end.
            let mut run = unsafe { cut_run(&mut list) };
            for slot in &mut self.0 {
                let before = *slot;
                if before.is_null() {
                    *slot = run;
                    break;
                }
                *slot = ptr::null_mut();
                // SAFETY: two lists in order.
                run = unsafe { merged(before, run) };
            }
        }
    }

    fn finish(self) -> *mut Free {
        // SAFETY: the lists are in order, and of free blocks that `add` was given.
        self.0.into_iter().fold(ptr::null_mut(), |all, list| unsafe { merged(list, all) })
    }
}

/// Cuts off the start of a list what is in order, or in the reverse, and returns it in order.
///
/// # Safety
/// The list is not empty, and of free blocks which nobody else looks at.
unsafe fn cut_run(list: &mut *mut Free) -> *mut Free {
    // SAFETY: by contract.
    unsafe {
        let (mut first, mut last) = (*list, *list);
        *list = (*first).next;
        if !(*list).is_null() && list.addr() < first.addr() {
            while !(*list).is_null() && list.addr() < first.addr() {
                let next = (**list).next;
                (**list).next = first;
                (first, *list) = (*list, next);
            }
        } else {
            while !(*list).is_null() && list.addr() > last.addr() {
                (*last).next = *list;
                (last, *list) = (*list, (**list).next);
            }
        }
        (*last).next = ptr::null_mut();
        first
    }
}

/// Two lists in order as one.
///
/// # Safety
/// They are in order, and of free blocks which nobody else looks at.
unsafe fn merged(mut a: *mut Free, mut b: *mut Free) -> *mut Free {
    let mut all = ptr::null_mut();
    let mut end = &raw mut all;
    // SAFETY: by contract; `end` is `all`, or the `next` of the last block in it.
    unsafe {
        while !a.is_null() && !b.is_null() {
            let first = if a.addr() < b.addr() { &mut a } else { &mut b };
            *end = *first;
            end = &raw mut (**first).next;
            *first = *end;
        }
        *end = if a.is_null() { b } else { a };
    }
    all
}
