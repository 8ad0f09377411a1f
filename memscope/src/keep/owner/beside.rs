//! What is kept with a shared owner: each value in a block of its own, on a list that only grows.

use alloc::alloc::{alloc, dealloc};
use core::alloc::Layout;
use core::ptr::{self, NonNull, drop_in_place};
use core::sync::atomic::{AtomicPtr, Ordering};

use super::SITE;
use crate::error::{AllocError, Cause};

/// The list. Threads that share the owner may push at the same time; it is walked when nobody shares it any more.
pub(crate) struct Beside(AtomicPtr<Node>);

struct Node {
    next: *mut Node,
    free: unsafe fn(*mut Node),
}

/// `repr(C)`: a pointer to the node is a pointer to the entry.
#[repr(C)]
struct Entry<T> {
    node: Node,
    value: T,
}

impl Beside {
    pub(super) const fn new() -> Self {
        Self(AtomicPtr::new(ptr::null_mut()))
    }

    /// Keeps a value for as long as this is borrowed. What needs no `Drop` is not looked at again; what does must be
    /// `Send`, as the owner may end on another thread, and `'static`.
    #[allow(clippy::mut_from_ref)]
    pub(in crate::keep) fn put<T>(&self, value: T) -> Result<&mut T, AllocError> {
        let layout = const { Layout::new::<Entry<T>>() };
        // SAFETY: an entry is not zero-sized.
        let Some(entry) = NonNull::new(unsafe { alloc(layout) }) else {
            return Err(AllocError::new(SITE, layout.size(), layout.align(), Cause::OutOfMemory));
        };
        let entry = entry.cast::<Entry<T>>().as_ptr();
        // SAFETY: fresh memory for the entry. Only its node is shared, with the list; the value is behind a raw pointer
        // that nobody else has until the list is walked, after every borrow of this.
        unsafe {
            entry.write(Entry { node: Node { next: ptr::null_mut(), free: free::<T> }, value });
            self.push(entry.cast());
            Ok(&mut (*entry).value)
        }
    }

    /// # Safety
    /// `node` is the node of an entry that is on no list.
    unsafe fn push(&self, node: *mut Node) {
        let mut next = self.0.load(Ordering::Relaxed);
        loop {
            // SAFETY: the node is ours until the exchange succeeds.
            unsafe { (*node).next = next };
            match self.0.compare_exchange_weak(next, node, Ordering::Release, Ordering::Relaxed) {
                Ok(_) => return,
                Err(other) => next = other,
            }
        }
    }
}

/// # Safety
/// `node` is that of an `Entry<T>`, which nobody uses any more.
unsafe fn free<T>(node: *mut Node) {
    struct Block<T>(*mut Entry<T>);
    impl<T> Drop for Block<T> {
        fn drop(&mut self) {
            // SAFETY: `put` allocated the entry with this layout; its value is gone.
            unsafe { dealloc(self.0.cast(), Layout::new::<Entry<T>>()) };
        }
    }
    let block = Block(node.cast::<Entry<T>>());
    // SAFETY: by contract. In place, since a value without a destructor may refer to what is gone.
    unsafe { drop_in_place(&raw mut (*block.0).value) };
}

impl Drop for Beside {
    /// Newest first. If a destructor panics, the others run all the same.
    fn drop(&mut self) {
        struct Rest<'a>(&'a mut *mut Node);
        impl Drop for Rest<'_> {
            fn drop(&mut self) {
                while !self.0.is_null() {
                    let node = *self.0;
                    // SAFETY: a node of the list; it is taken off before it is freed.
                    let free = unsafe {
                        *self.0 = (*node).next;
                        (*node).free
                    };
                    let rest = Rest(self.0);
                    // SAFETY: nobody shares the owner any more, so nobody uses the value.
                    unsafe { free(node) };
                    core::mem::forget(rest);
                }
            }
        }
        let head = self.0.get_mut();
        if !head.is_null() {
            drop(Rest(head));
        }
    }
}
