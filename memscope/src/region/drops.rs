//! What a scope runs at exit: values that it adopted and calls that were deferred, last in, first out.

use core::ptr;

use super::chunk::Chunk;

/// One entry, in the scope's own memory; what `run` works on follows it.
pub(crate) struct DropNode {
    next: *mut DropNode,
    run: unsafe fn(*mut DropNode),
}

/// An entry and its value. `repr(C)`: a pointer to the node is a pointer to the entry.
#[repr(C)]
pub(crate) struct Entry<T> {
    node: DropNode,
    pub(crate) value: T,
}

impl<T> Entry<T> {
    /// # Safety
    /// `run` may be called once with a pointer to this entry, at any later time and on any thread, before its memory
    /// goes.
    pub(crate) const unsafe fn new(value: T, run: unsafe fn(*mut DropNode)) -> Self {
        Self { node: DropNode { next: ptr::null_mut(), run }, value }
    }
}

/// Puts an entry in front of the list of a region's newest chunk.
///
/// # Safety
/// `head` is the newest chunk of an open region, `node` an initialised entry in that region's memory.
pub(super) unsafe fn push(head: *mut Chunk, node: *mut DropNode) {
    // SAFETY: both are alive by contract, and no reference to either exists.
    unsafe {
        (*node).next = (*head).drops;
        (*head).drops = node;
    }
}

/// Puts a list behind that of a region's newest chunk.
///
/// # Safety
/// `head` is the newest chunk of a region, `list` a list of entries in chunks of that region, on no other list.
pub(super) unsafe fn append(head: *mut Chunk, list: *mut DropNode) {
    // SAFETY: by contract; no reference to a header or an entry exists.
    unsafe {
        let mut end = &raw mut (*head).drops;
        while !(*end).is_null() {
            end = &raw mut (**end).next;
        }
        *end = list;
    }
}

/// Runs every entry of the list, each taken off before it is called. If one panics, the rest still runs, and the panic
/// goes on afterwards.
///
/// # Safety
/// `head` is the newest chunk of a region that has no handle any more.
pub(super) unsafe fn run_all(head: *mut Chunk) {
    struct Rest(*mut Chunk);
    impl Drop for Rest {
        fn drop(&mut self) {
            // SAFETY: as for `run_all`, whose guard this is; the entry that panicked is off the list.
            unsafe { run_all(self.0) };
        }
    }
    // SAFETY: entries stay in place until the chunks go, after this. Each is unlinked before its only call.
    unsafe {
        while !(*head).drops.is_null() {
            let node = (*head).drops;
            (*head).drops = (*node).next;
            let rest = Rest(head);
            ((*node).run)(node);
            core::mem::forget(rest);
        }
    }
}
