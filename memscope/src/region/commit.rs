//! Committing: a region that was opened in another hands over everything it has, and the values in it stay where they
//! are.

use core::mem::ManuallyDrop;
use core::ptr;

use super::chunk::Chunk;
use super::window::MIN_SPARE;
use super::{CLOSED, Lent, Link, Region, drops};

impl Region {
    /// Makes everything that was allocated in this region the parent's, to live as long as that. `lent` is what it was
    /// opened with, and `lo` the lower end of the window that it began with.
    ///
    /// * If the parent waited, it goes on in this region's window.
    /// * If it moved on meanwhile, what is left of what it had lent is its spare.
    ///
    /// The chunks change their owner, and with them what they were charged: the parent's budget has paid already.
    ///
    /// # Safety
    /// No handle of this region is left, and no scope inside it will give anything back.
    pub(crate) unsafe fn commit(self, lent: Lent<'_>, lo: usize) {
        // Neither ends: what they would give back is handed over.
        let (this, lent) = (ManuallyDrop::new(self), ManuallyDrop::new(lent));
        let parent = lent.parent();
        let head = this.link.get().chunk();
        // SAFETY: the chunks are this region's, and nothing else will use the list.
        let oldest = unsafe { oldest(head) };
        let waited = parent.link.get() == lent.link() || parent.has_nothing();
        if waited {
            // SAFETY: both are lists of chunks that the parent owns from now on.
            unsafe { parent.link_above(head, oldest) };
            parent.cur.set(this.cur.get());
            // A limit of the transaction's own may have cut the window. If nothing was taken from below, all of it is free.
            let whole = this.lo.get() == lo && head.is_null();
            parent.set_lo(if whole { lent.window().1 } else { this.lo.get() });
            return;
        }
        let borrowed = lent.link().chunk();
        if !borrowed.is_null() {
            let rest = if head.is_null() { (this.cur.get(), this.lo.get()) } else { (ptr::null_mut(), CLOSED) };
            // SAFETY: a chunk of the parent, which wrote the tail down when it moved on. It is free from `rest` on.
            unsafe { parent.take_back(borrowed, rest) };
        }
        // SAFETY: as above.
        unsafe { parent.link_below(head, oldest) };
    }

    /// Whether the region has no window, not even one that is lent.
    fn has_nothing(&self) -> bool {
        self.lo.get() == CLOSED && self.floor.get() == CLOSED
    }

    /// Links the list from `head` to `oldest` in front of the region's own. The new head keeps what the old one kept.
    ///
    /// # Safety
    /// `head` is null or the newest chunk of a region, all of whose chunks are handed over; `oldest` is the last of them.
    unsafe fn link_above(&self, head: *mut Chunk, oldest: *mut Chunk) {
        if head.is_null() {
            return;
        }
        let own = self.link.get().chunk();
        let mut link = Link(head);
        // SAFETY: by contract; no reference to any chunk exists.
        unsafe {
            if !own.is_null() {
                (*oldest).next = own;
                drops::append(head, ptr::replace(&raw mut (*own).drops, ptr::null_mut()));
                (*head).exact = (*own).exact;
                if (*head).spare.is_null() {
                    (*head).spare = (*own).spare;
                }
            }
            if !(*head).spare.is_null() {
                link = link.with_spare();
            }
        }
        self.link.set(link);
    }

    /// Links the list from `head` to `oldest` behind the region's newest chunk, which stays the newest.
    ///
    /// # Safety
    /// As for `link_above`.
    unsafe fn link_below(&self, head: *mut Chunk, oldest: *mut Chunk) {
        let own = self.link.get().chunk();
        if own.is_null() {
            // SAFETY: passed on. Whoever has the window, a borrowed one, will not find it wanted back.
            return unsafe { self.link_above(head, oldest) };
        }
        if head.is_null() {
            return;
        }
        // SAFETY: by contract; no reference to any chunk exists.
        unsafe {
            (*oldest).next = ptr::replace(&raw mut (*own).next, head);
            let older = ptr::replace(&raw mut (*own).drops, ptr::replace(&raw mut (*head).drops, ptr::null_mut()));
            drops::append(own, older);
        }
    }

    /// Of the tail that `chunk` has lent, `rest` comes back.
    ///
    /// # Safety
    /// `chunk` is a chunk of the region whose tail was lent; `rest` is a window in that tail, or closed.
    unsafe fn take_back(&self, chunk: *mut Chunk, rest: (*mut u8, usize)) {
        let (cur, lo) = rest;
        let worth_it = lo != CLOSED && cur.addr() - lo >= MIN_SPARE;
        // SAFETY: by contract.
        unsafe {
            // What is not worth it stays marked as lent, so that nobody takes it; any other spare is better.
            (*chunk).tail = if worth_it { rest } else { (cur, cur.addr()) };
            (*chunk).tail_lent = !worth_it;
        }
    }
}

/// The last of a list of chunks.
///
/// # Safety
/// `head` is null or the head of a list of chunks with intact headers.
unsafe fn oldest(head: *mut Chunk) -> *mut Chunk {
    let mut chunk = head;
    // SAFETY: by contract.
    unsafe {
        while !chunk.is_null() && !(*chunk).next.is_null() {
            chunk = (*chunk).next;
        }
    }
    chunk
}
