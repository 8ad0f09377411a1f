//! A block of the source below: `record | head | zone | object | zone | tail`.
//!
//! From the head on it is what the scope has, with adapters between, whose the tail is.

use core::alloc::Layout;
use core::ptr::NonNull;
use core::slice;

use super::{Fault, Report};
use crate::shadow;
use crate::source::{Request, Source};

const FRESH: u8 = 0xCD;
const GONE: u8 = 0xDD;
const FENCE: u8 = 0xFD;

/// In front of the scope's block, in bytes.
const ROOM: usize = size_of::<Record>();

/// A block that is ours and was not given back to the source below: `Block::get` makes one, and `give_back` ends it. What it
/// points to is used by one thread at a time: by the one that has the lock of the table, once it is there.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct Block(NonNull<Record>);

// SAFETY: memory is of no thread.
unsafe impl Send for Block {}

#[repr(C, align(16))]
struct Record {
    request: Request,
    entry: Entry,
}

/// What the table notes of an object. It changes under the table's lock only.
#[derive(Clone, Copy)]
pub(super) struct Entry {
    pub(super) state: State,
    /// Its neighbours in the list for its address.
    pub(super) next: Option<Block>,
    pub(super) previous: Option<Block>,
    /// The object that went after it.
    pub(super) newer: Option<Block>,
}

#[derive(Clone, Copy, PartialEq)]
pub(super) enum State {
    Live,
    /// By its owner.
    Freed,
    /// With its scope.
    Ended,
}

/// A row of bytes.
type Bytes = (NonNull<u8>, usize);

impl Block {
    /// A block that does what the request asks for, its object's memory filled, between its zones.
    pub(super) fn get(source: &impl Source, request: Request) -> Option<Self> {
        let block = source.get(request.longer(ROOM, 0)?)?.cast::<Record>();
        let entry = Entry { state: State::Live, next: None, previous: None, newer: None };
        // SAFETY: the block is aligned to 16, as the record is, and longer.
        unsafe { block.write(Record { request, entry }) };
        let block = Self(block);
        if block.is_object() {
            let (start, layout) = block.object();
            for zone in block.zones() {
                // They may be those of a checked source below as well.
                shadow::unpoison(zone.0.as_ptr(), zone.1);
                fill(zone, FENCE);
            }
            fill((start, layout.size()), FRESH);
            block.poison_zones();
        }
        Some(block)
    }

    /// The block that the scope has.
    ///
    /// # Safety
    /// `start` is that of what [`bytes`](Self::bytes) returned, of a block that was not given back.
    pub(super) unsafe fn of(start: NonNull<u8>) -> Self {
        // SAFETY: by contract the record stands there.
        Self(unsafe { start.sub(ROOM) }.cast())
    }

    /// What the scope has.
    pub(super) fn bytes(self) -> NonNull<[u8]> {
        NonNull::slice_from_raw_parts(self.start(), self.request().layout().size())
    }

    fn start(self) -> NonNull<u8> {
        // SAFETY: behind the record the block goes on.
        unsafe { self.0.cast::<u8>().add(ROOM) }
    }

    fn request(self) -> Request {
        // SAFETY: the record is there as long as the block is ours, and this field never changes.
        unsafe { (*self.0.as_ptr()).request }
    }

    pub(super) fn is_object(self) -> bool {
        self.request().object_layout().is_some()
    }

    /// The object and its layout; the start of the block, and no bytes, if there is none.
    pub(super) fn object(self) -> (NonNull<u8>, Layout) {
        let request = self.request();
        let layout = request.object_layout().unwrap_or(Layout::new::<()>());
        (request.object_at(self.start()).unwrap_or(self.start()), layout)
    }

    /// What nobody may write to: in front of the object, and behind it.
    fn zones(self) -> [Bytes; 2] {
        let (object, layout) = self.object();
        let request = self.request();
        // SAFETY: between the head, the object and the tail, in this order, by the contract of `Request`.
        unsafe {
            let front = self.start().add(request.head());
            let behind = object.add(layout.size());
            let end = self.start().add(request.layout().size() - request.tail());
            [(front, distance(front, object)), (behind, distance(behind, end))]
        }
    }

    fn poison_zones(self) {
        for (start, len) in self.zones() {
            shadow::poison(start.as_ptr(), len);
        }
    }

    /// What was written in front of the object and behind it. Afterwards that is as it should be.
    pub(super) fn damage(self) -> [Option<Report>; 2] {
        let (object, layout) = self.object();
        let [front, behind] = self.zones();
        shadow::unpoison(front.0.as_ptr(), front.1);
        shadow::unpoison(behind.0.as_ptr(), behind.1);
        let before = last_other_than(front, FENCE).map(|at| distance(at, object));
        let after = first_other_than(behind, FENCE).map(|at| distance(behind.0, at) + layout.size());
        fill(front, FENCE);
        fill(behind, FENCE);
        self.poison_zones();
        [
            before.map(|bytes| self.report(Fault::Before, -(bytes as isize))),
            after.map(|offset| self.report(Fault::Behind, offset as isize)),
        ]
    }

    /// Overwrites an object that nobody uses any more.
    pub(super) fn end(self) {
        let (start, layout) = self.object();
        fill((start, layout.size()), GONE);
        shadow::poison(start.as_ptr(), layout.size());
    }

    /// What was written to the object after its end.
    pub(super) fn damage_since_free(self) -> Option<Report> {
        let (start, layout) = self.object();
        shadow::unpoison(start.as_ptr(), layout.size());
        let offset = distance(start, first_other_than((start, layout.size()), GONE)?);
        let fault = if self.entry().state == State::Freed { Fault::AfterFree } else { Fault::AfterEnd };
        Some(self.report(fault, offset as isize))
    }

    /// Gives the memory back.
    ///
    /// # Safety
    /// `source` is where it is from, nobody uses it any more, nor any copy of `self`.
    pub(super) unsafe fn give_back(self, source: &impl Source) {
        let layout = self.request().layout();
        shadow::unpoison(self.0.as_ptr().cast(), layout.size() + ROOM);
        // SAFETY: by contract; `get` asked for a block of this layout.
        unsafe {
            let layout = Layout::from_size_align_unchecked(layout.size() + ROOM, layout.align());
            source.put(self.0.cast(), layout);
        }
    }

    pub(super) fn report(self, fault: Fault, at: isize) -> Report {
        let (start, layout) = self.object();
        Report::new(fault, &self.request(), start, layout, at)
    }

    pub(super) fn entry(self) -> Entry {
        // SAFETY: the record is there as long as the block is ours.
        unsafe { (*self.0.as_ptr()).entry }
    }

    pub(super) fn set(self, change: impl FnOnce(&mut Entry)) {
        // SAFETY: the same; no other reference to it exists, since whoever calls this has the lock.
        change(unsafe { &mut (*self.0.as_ptr()).entry });
    }
}

fn distance(from: NonNull<u8>, to: NonNull<u8>) -> usize {
    to.addr().get() - from.addr().get()
}

fn fill((start, len): Bytes, byte: u8) {
    // SAFETY: callers pass parts of a block that is ours, of which nobody has a reference.
    unsafe { start.write_bytes(byte, len) };
}

/// The part of a block that the tests which follow look at.
fn bytes<'a>((start, len): Bytes) -> &'a [u8] {
    // SAFETY: initialised, and nobody's but ours for as long as the callers look: zones were filled by `get`, an object by
    // `end`.
    unsafe { slice::from_raw_parts(start.as_ptr(), len) }
}

fn first_other_than(row: Bytes, byte: u8) -> Option<NonNull<u8>> {
    let at = bytes(row).iter().position(|other| *other != byte)?;
    // SAFETY: within the row.
    Some(unsafe { row.0.add(at) })
}

fn last_other_than(row: Bytes, byte: u8) -> Option<NonNull<u8>> {
    let at = bytes(row).iter().rposition(|other| *other != byte)?;
    // SAFETY: within the row.
    Some(unsafe { row.0.add(at) })
}
