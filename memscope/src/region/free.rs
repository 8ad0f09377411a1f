//! Free blocks, and how lists of them are brought into the order of their addresses.

use core::ptr;

/// Stands in a free block.
pub(super) struct Free {
    pub(super) next: *mut Free,
    pub(super) size: usize,
}

/// Lists in order, of which each but the first is as long as all before it together, or is missing: a merge sort of whatever is
/// in order already, in either direction. It needs no memory but this, and no recursion.
pub(super) struct Sorter([*mut Free; usize::BITS as usize]);

impl Sorter {
    pub(super) const fn new() -> Self {
        Self([ptr::null_mut(); usize::BITS as usize])
    }

    /// Takes all blocks of a list.
    ///
    /// # Safety
    /// They are free blocks, which nobody else looks at.
    pub(super) unsafe fn add(&mut self, mut list: *mut Free) {
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

    /// All blocks, in order.
    pub(super) fn finish(self) -> *mut Free {
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
