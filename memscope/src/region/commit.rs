//! Committing: a region that was opened in another hands over everything it has, and the values in it stay where they
//! are.
//!
//! A [`Draft`] takes memory as the parent itself would: it goes on with the parent's doubling, and takes a second spare
//! with it if the parent has one. A [`Stub`] stands for the parent's newest chunk meanwhile. What is free at the end is
//! the parent's window, or its spares, the longest first: thus a loop of commits needs the chunks that its data fills.

use core::cell::UnsafeCell;
use core::mem::{ManuallyDrop, replace};
use core::ptr;

use super::chunk::{Chunk, HEADER};
use super::window::{MIN_SPARE, UNIT};
use super::{CLOSED, DropNode, Lent, Link, Region, SPARE, drops, object};
use crate::shadow;

/// The header of a chunk without a chunk: what a draft must remember before it has one. Were it to ask for a chunk for
/// each value that is adopted, a loop of commits would fill one with each of them.
pub(crate) struct Stub(UnsafeCell<Chunk>);

impl Stub {
    #[inline(always)]
    pub(crate) const fn new() -> Self {
        Self(UnsafeCell::new(Chunk::fresh(ptr::null_mut(), 0)))
    }
}

/// A free part of a chunk, from its end down.
type Window = (*mut u8, usize);

/// A region that is committed, or else ends as any other.
#[must_use]
pub(crate) struct Draft<'a> {
    region: &'a Region,
    stub: *mut Chunk,
    /// The lower end of the window that it began with: a limit may have cut it.
    lo: usize,
    second: Option<Second>,
}

/// The parent's second spare, with its tail as it was, and the first, which knows it and is lent.
struct Second {
    spare: *mut Chunk,
    tail: Window,
    first: *mut Chunk,
}

impl<'a> Draft<'a> {
    /// # Safety
    /// `region` was just opened with `lent`. Neither it nor `stub` moves until the draft is gone, and both outlive every
    /// handle.
    #[inline(always)]
    pub(crate) unsafe fn begin(region: &'a Region, stub: &'a Stub, lent: &Lent<'_>) -> Self {
        // SAFETY: by contract.
        unsafe { region.enter() };
        let mut draft = Self { region, stub: stub.0.get(), lo: region.lo.get(), second: None };
        let (parent, stub) = (lent.parent(), draft.stub);
        let own = parent.link.get().chunk();
        // Without a chunk of its own, the parent has no header that could take over what the stub knows. If it is busy, so is
        // the draft, since nothing can be handed over.
        if own.is_null() {
            region.link.set(parent.link.get());
            return draft;
        }
        region.link.set(Link(stub));
        // SAFETY: the newest chunk of an open region, and its spares; the stub is ours. No reference to any exists.
        unsafe {
            (*stub).exact = (*own).exact;
            // With a limit of its own it takes no more than it must: what is above the limit would be lost.
            if region.terms.same(parent.terms) {
                (*stub).grade = (*own).grade;
                let first = lent.chunk();
                if !first.is_null() && first != own && !(*first).spare.is_null() {
                    let spare = replace(&mut (*first).spare, ptr::null_mut());
                    (*spare).spare = ptr::null_mut();
                    (*stub).spare = spare;
                    region.link.set(Link(stub).with(SPARE));
                    region.prefer_spare();
                    draft.second = Some(Second { spare, tail: (*spare).tail, first });
                }
            }
        }
        draft
    }

    /// Panics if the slow path has the parent's state: what was handed over meanwhile would be lost. That a transaction which
    /// began before is at its end there takes a second stack, a coroutine's; one that began there has nothing to hand over.
    #[inline(always)]
    pub(crate) fn check(&self, lent: &Lent<'_>) {
        if lent.parent().link.get() == Link::BUSY && self.region.link.get() != Link::BUSY {
            refuse();
        }
    }

    /// Makes everything that was allocated in the region the parent's, to live as long as that.
    ///
    /// * If the parent waited, it goes on in this region's window.
    /// * If it moved on meanwhile, what is left of what it had lent is its spare.
    ///
    /// The chunks change their owner, and with them what they were charged: the parent's budget has paid already.
    ///
    /// # Safety
    /// `lent` is what the region was opened with, and [`check`](Self::check) has just let it pass. No handle of the region is
    /// left, and no scope inside it will give anything back.
    #[inline(always)]
    pub(crate) unsafe fn commit(self, lent: Lent<'_>) {
        // Neither ends: what they would give back is handed over.
        let (this, lent) = (ManuallyDrop::new(self), ManuallyDrop::new(lent));
        let parent = lent.parent();
        this.region.leave();
        let before = parent.before();
        let link = this.region.link.replace(Link::NONE);
        let waited = lent.waits() || parent.has_nothing();
        let floor = if waited { parent.floor.get() } else { 0 };
        // SAFETY: the stub is ours.
        let plain = link == Link::NONE
            || link == Link(this.stub) && unsafe { (*this.stub).next.is_null() && (*this.stub).drops.is_null() };
        if waited && plain {
            let (cur, lo) = this.rest(lent.window());
            parent.set_window(cur, lo);
        } else if link != Link::BUSY {
            // SAFETY: by contract.
            unsafe { this.hand_over(link.chunk(), parent, lent.chunk(), lent.window(), waited) };
        }
        parent.prefer_spare();
        parent.takes_over(this.region, &lent, before);
        if !parent.terms.is_none() {
            parent.cut_again(lent.window().1, floor);
        }
    }

    /// What is left of the window that was lent, if the region stayed in it.
    #[inline(always)]
    fn rest(&self, lent: Window) -> Window {
        let (cur, lo) = (self.region.cur.get(), self.region.lo.get());
        if lo == self.lo {
            return (cur, lent.1); // nothing was taken from below, so nothing from below the cut either
        }
        // A cut window lies between two free parts. What is taken for a `cur` stays clear of any block's start.
        let below = self.lo.saturating_sub(1) & !(UNIT - 1);
        if self.lo != CLOSED && below.saturating_sub(lent.1) > cur.addr().saturating_sub(lo) {
            return (cur.with_addr(below), lent.1);
        }
        (cur, lo)
    }

    /// [`commit`](Self::commit), where there is more than a window.
    ///
    /// # Safety
    /// As for `commit`. `head` was the region's newest chunk, or the stub, or null; `lent` is the window that it began
    /// with, which was of the chunk `borrowed`, if that is not null.
    #[inline(never)]
    unsafe fn hand_over(&self, head: *mut Chunk, parent: &Region, borrowed: *mut Chunk, lent: Window, waited: bool) {
        let own = parent.link.get().chunk();
        let (cur, lo) = (self.region.cur.get(), self.region.lo.get());
        let stays = lent.1 <= cur.addr() && cur.addr() <= lent.0.addr();
        let moved = !stays && lo != CLOSED;
        let has_chunk = !head.is_null() && head != self.stub;
        // The parent goes on in the window to which the region moved.
        let moves = moved && has_chunk && (waited || !parent.has_window() || own.is_null());
        let mut spares = Spares::NONE;
        // SAFETY: by contract all of these chunks are the parent's from now on. No reference to any header exists.
        unsafe {
            for (region, newest) in [(self.region, head), (parent, own)] {
                if let Some(terms) = region.terms.own() {
                    terms.give_back_spares(newest);
                }
            }
            let rest = if stays {
                self.rest(lent)
            } else if (*self.stub).tail_lent || tail_len((*self.stub).tail) == 0 {
                (cur, CLOSED)
            } else {
                (*self.stub).tail
            };
            let (first, last) = without(head, self.stub);
            if parent.terms.is_none() && !self.region.terms.is_none() {
                leave_foreign(first);
            }
            let run = if head.is_null() { ptr::null_mut() } else { replace(&mut (*head).drops, ptr::null_mut()) };

            if waited && !moves {
                parent.set_window(rest.0, rest.1);
                if borrowed != own && !borrowed.is_null() {
                    put_tail(borrowed, (cur, CLOSED));
                }
            } else if !borrowed.is_null() {
                put_tail(borrowed, rest);
                spares.offer(borrowed);
            }
            if moves {
                if !waited && parent.lends() && !own.is_null() {
                    // The parent's window is lent to yet another scope.
                    (*own).tail = (parent.cur.get(), parent.floor.get());
                    (*own).tail_lent = true;
                    spares.offer(own);
                }
                parent.set_window(cur, lo);
            } else if moved && has_chunk {
                put_tail(first, (cur, lo));
                spares.offer(first);
            }
            if !head.is_null() {
                spares.offer_those_of(head, self.stub);
            }
            if let Some(second) = &self.second {
                spares.offer(second.spare);
            }
            if !own.is_null() {
                spares.offer_those_of(own, self.stub);
            }

            let newest = if moves || own.is_null() { first } else { own };
            if newest.is_null() {
                return;
            }
            if first.is_null() {
                prepend(own, run);
            } else if own.is_null() {
                (*first).drops = run;
            } else {
                if moves {
                    (*last).next = own;
                    (*first).exact = (*own).exact;
                    (*first).drops = replace(&mut (*own).drops, ptr::null_mut());
                } else if parent.sees_objects() {
                    object::take_over(own, first);
                } else {
                    (*last).next = replace(&mut (*own).next, first);
                }
                (*newest).grade = (*own).grade.max((*head).grade);
                prepend(newest, run);
            }
            (*newest).charged += (*self.stub).charged;

            let [best, next] = spares.0;
            debug_assert!(best != newest && next != newest, "the window's tail is nobody's spare");
            let link = parent.link.get();
            // While its window is in the hands of another scope, the link by which that will know it must stay.
            let fixed = newest == own && !waited && !parent.has_window();
            if !fixed || link.has(SPARE) && !best.is_null() {
                (*newest).spare = best;
                if !best.is_null() {
                    (*best).spare = next;
                }
                if !next.is_null() {
                    (*next).spare = ptr::null_mut();
                }
            }
            if !fixed {
                parent.link.set(if best.is_null() { Link(newest) } else { Link(newest).with(SPARE) });
            }
        }
    }

    /// What comes before the end of a region that is not committed: it runs what the stub knows, and leaves that.
    #[cold]
    #[inline(never)]
    fn roll_back(&self) {
        if self.region.link.get() == Link::BUSY {
            self.region.link.set(Link::NONE);
            return;
        }
        let head = self.region.link.get().chunk();
        // SAFETY: `f` has ended, so that nobody uses the region's chunks. No reference to any header exists.
        unsafe {
            let (first, _) = without(head, self.stub);
            if head != self.stub {
                (*self.stub).drops = replace(&mut (*head).drops, ptr::null_mut());
                // It may be its only chunk, which then serves the next scope as it is.
                (*head).spare = ptr::null_mut();
                (*head).exact = false;
                if self.region.terms.is_none() {
                    (*head).charged = 0; // for what was foreign, and is gone below
                }
            }
            self.region.link.set(Link(first));
            self.region.terms.outer().credit((*self.stub).charged);
            drops::run_all(self.stub);
            // Only now: what has run stood in it, and might have reached the parent.
            if let Some(second) = &self.second {
                (*second.spare).tail = second.tail;
                if !(*second.spare).tail_lent {
                    shadow::poison_window(second.tail.0, second.tail.1);
                }
                (*second.spare).spare = ptr::null_mut();
                (*second.first).spare = second.spare;
            }
        }
    }
}

impl Drop for Draft<'_> {
    #[inline(always)]
    fn drop(&mut self) {
        let link = self.region.link.get();
        // SAFETY: the stub is ours.
        if link == Link(self.stub) && unsafe { (*self.stub).next.is_null() && (*self.stub).drops.is_null() } {
            self.region.link.set(Link::NONE);
        } else if link != Link::NONE {
            self.roll_back();
        }
    }
}

impl Region {
    /// Lets the next inner scope begin in the spare, if there is one.
    fn prefer_spare(&self) {
        if self.link.get().has(SPARE) && self.has_window() {
            self.floor.set(0);
        }
    }

    /// Whether the region has no window, not even one that is lent.
    fn has_nothing(&self) -> bool {
        !self.has_window() && !self.lends()
    }
}

#[cold]
#[inline(never)]
fn refuse() -> ! {
    panic!("a transaction cannot be committed to a scope for which the heap or a source is at work")
}

/// The chunks with the longest free tails, the longest first, or null.
struct Spares([*mut Chunk; 2]);

impl Spares {
    const NONE: Self = Self([ptr::null_mut(); 2]);

    /// # Safety
    /// `chunk` is a chunk of the region whose spares these will be, and its tail was written down.
    unsafe fn offer(&mut self, chunk: *mut Chunk) {
        // SAFETY: by contract, and so are those which were offered before.
        let len = |chunk: *mut Chunk| unsafe { if chunk.is_null() { 0 } else { tail_len((*chunk).tail) } };
        let [best, next] = self.0;
        if chunk == best || chunk == next || len(chunk) < MIN_SPARE {
        } else if len(chunk) > len(best) {
            self.0 = [chunk, best];
        } else if len(chunk) > len(next) {
            self.0 = [best, chunk];
        }
    }

    /// Offers the spares that `head` knows, but for the stub.
    ///
    /// # Safety
    /// As for `offer`; `head` was a region's newest chunk.
    unsafe fn offer_those_of(&mut self, head: *mut Chunk, stub: *mut Chunk) {
        // SAFETY: by contract.
        unsafe {
            let mut spare = (*head).spare;
            for _ in 0..2 {
                if spare.is_null() {
                    break;
                }
                if spare != stub {
                    self.offer(spare);
                }
                spare = (*spare).spare;
            }
        }
    }
}

fn tail_len((cur, lo): Window) -> usize {
    cur.addr().saturating_sub(lo)
}

/// Writes down what of a chunk is free. What is not worth it stays marked as lent, so that nobody takes it.
///
/// # Safety
/// `chunk` is a chunk with an intact header, to which no reference exists, and whose tail nobody uses.
unsafe fn put_tail(chunk: *mut Chunk, tail: Window) {
    let worth_it = tail_len(tail) >= MIN_SPARE;
    // SAFETY: by contract.
    unsafe {
        (*chunk).tail = if worth_it { tail } else { (ptr::null_mut(), 0) };
        (*chunk).tail_lent = !worth_it;
    }
}

/// Puts a list of what runs at exit in front of that of a region's newest chunk.
///
/// # Safety
/// As for [`drops::append`].
unsafe fn prepend(newest: *mut Chunk, list: *mut DropNode) {
    if !list.is_null() {
        // SAFETY: passed on.
        unsafe {
            let older = replace(&mut (*newest).drops, list);
            drops::append(newest, older);
        }
    }
}

/// Forgets what the chunks of a list were charged to a limit that is gone, but for what is of others. An object goes on to know
/// its size by that.
///
/// # Safety
/// All headers are intact, and no reference to any exists.
unsafe fn leave_foreign(mut chunk: *mut Chunk) {
    while !chunk.is_null() {
        // SAFETY: by contract.
        unsafe {
            if !(*chunk).object {
                (*chunk).charged = (*chunk).charged.saturating_sub((*chunk).size - HEADER);
            }
            chunk = (*chunk).next;
        }
    }
}

/// Takes the stub off a list of chunks: what is then the first, and the last.
///
/// # Safety
/// `head` is null or the head of a list of chunks with intact headers, to which no reference exists.
unsafe fn without(head: *mut Chunk, stub: *mut Chunk) -> (*mut Chunk, *mut Chunk) {
    let (mut first, mut last) = (head, ptr::null_mut());
    let mut link = &raw mut first;
    // SAFETY: by contract.
    unsafe {
        while !(*link).is_null() {
            if *link == stub {
                *link = (*stub).next;
            } else {
                last = *link;
                link = &raw mut (*last).next;
            }
        }
    }
    (first, last)
}
