//! What a thread has cached, for the regions that other threads fill and that end on this one.

use core::alloc::Layout;
use core::cell::Cell;
use core::mem;
use core::ptr::{self, NonNull};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::cache::{block_size, detach, get_block, put_block, put_list, take_list};
use super::chunk::Chunk;
use crate::shadow;
use crate::source::{Request, Source};

/// How many chunks a request looks at: those of some regions, which begin with small ones.
const MAX_LOOKS: usize = 64;

/// Chunks for several threads. Without it memory would wander: each thread asks the heap for what another has cached.
pub(crate) struct Stock(Mutex<Shelf>);

struct Shelf {
    list: Cell<*mut Chunk>,
    /// Of the list.
    bytes: usize,
    /// How many bytes were not found there.
    missed: usize,
}

// SAFETY: chunks of the heap, which nobody else has.
unsafe impl Send for Shelf {}

impl Stock {
    /// With nothing in it.
    pub(crate) const fn empty() -> Self {
        Self(Mutex::new(Shelf { list: Cell::new(ptr::null_mut()), bytes: 0, missed: 0 }))
    }

    /// With what the calling thread has cached.
    pub(crate) fn of_thread() -> Self {
        let (list, bytes) = take_list();
        Self(Mutex::new(Shelf { list: Cell::new(list), bytes, missed: 0 }))
    }

    /// What was not needed goes to the calling thread.
    pub(crate) fn close(&self) {
        let mut shelf = self.lock();
        let (bytes, missed) = (mem::take(&mut shelf.bytes), mem::take(&mut shelf.missed));
        let list = shelf.list.replace(ptr::null_mut());
        drop(shelf); // caching may ask the heap
        // SAFETY: a list of so many bytes, which is nobody's any more.
        unsafe { put_list(list, bytes, missed) };
    }

    fn lock(&self) -> MutexGuard<'_, Shelf> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Stock {
    fn drop(&mut self) {
        self.close();
    }
}

// SAFETY: blocks are chunks of the heap, each of which has one owner at a time: a cache, the stock, or whoever asked.
unsafe impl Source for Stock {
    fn get(&self, request: Request) -> Option<NonNull<[u8]>> {
        let size = block_size(request.layout().size());
        let mut shelf = self.lock();
        // SAFETY: the stock's own chunks, as they were on the cache's list.
        let chunk = unsafe { detach(&shelf.list, MAX_LOOKS, |other| other == size) };
        let Some(block) = NonNull::new(chunk) else {
            shelf.missed = shelf.missed.saturating_add(size);
            drop(shelf);
            return get_block(size);
        };
        shelf.bytes -= size;
        shadow::unpoison(chunk.cast(), size);
        Some(NonNull::slice_from_raw_parts(block.cast(), size))
    }

    unsafe fn put(&self, block: NonNull<u8>, layout: Layout) {
        // SAFETY: passed on; what `get` gave has the length of a block of that size.
        unsafe { put_block(block, layout.size()) }
    }
}
