//! Sources that see every object: each one has a chunk of its own, and goes back as soon as it is freed.
//!
//! The region has no window then. Its newest chunk is a bare header, the *head*, which stays; the chunks of the objects are
//! linked behind it in both directions: `spare` is the one before. A committed transaction may leave a head of its own among
//! them.
//!
//! Whoever frees an object may have a pointer that is good for the object alone, as a `Box` has. So its chunk is not looked
//! for beside it, but in a tree of the region's objects, which leads there by the source's own pointer: a digital search tree,
//! whose nodes are the objects themselves, each somewhere on the road that the bits of its address make. Its root is the first
//! behind the head.
//!
//! Between that header and the object nothing stands, nor right behind it: a source that checks for writes beside an object can
//! fill that.

use core::alloc::Layout;
use core::ptr::{self, NonNull};

use super::Link;
use super::chunk::{self, CHUNK_ALIGN, Chunk, HEADER};
use super::record::Gain;
use super::refill::{Refusal, State};
use super::terms::TermsRef;
use super::window::End;
use crate::error::Cause;
use crate::shadow;
use crate::source::{Free, Request, Source};

/// The header of an object's chunk.
#[repr(C)]
struct Object {
    chunk: Chunk,
    /// Where the object is.
    start: usize,
    /// What lies further along the road, by its next bit.
    further: [*mut Self; 2],
}

/// Of an object's chunk, in bytes.
pub(crate) const OBJECT_HEADER: usize = size_of::<Object>();
/// What is left free on either side of an object, at least.
const ZONE: usize = 32;

/// Where in a chunk an object of that alignment stands.
pub(crate) fn object_at(chunk: NonNull<u8>, align: usize) -> NonNull<u8> {
    let before = OBJECT_HEADER + ZONE;
    let least = chunk.addr().get() + before;
    chunk.map_addr(|base| base.saturating_add(before + (least.next_multiple_of(align) - least)))
}

/// The bits of an address, mixed, from the topmost on: no two addresses have the same.
struct Road(usize);

impl Road {
    const fn to(start: usize) -> Self {
        const GOLDEN_RATIO: u64 = 0x9E37_79B9_7F4A_7C15;
        Self(start.wrapping_mul(GOLDEN_RATIO as usize))
    }

    const fn turn(&mut self) -> usize {
        let bit = self.0 >> (usize::BITS - 1);
        self.0 <<= 1;
        bit
    }
}

impl State {
    /// A block that the source sees; for [`End::NewChunk`] no more than the head. On an error nothing has changed but what
    /// the error says.
    ///
    /// # Safety
    /// As for `refill`; `source` is that of the region's terms, and sees objects.
    #[cold]
    pub(super) unsafe fn object(&mut self, source: &dyn Source, layout: Layout, end: End) -> Result<*mut u8, Refusal> {
        if let Some(left) = self.terms.left()
            && layout.size() > left.bytes
        {
            return Err(Refusal::Limit(left));
        }
        let align = layout.align().max(CHUNK_ALIGN);
        let size = (OBJECT_HEADER + 2 * ZONE)
            .checked_add(align - CHUNK_ALIGN)
            .and_then(|before| before.checked_add(layout.size()))
            .ok_or(Cause::CapacityOverflow)?;
        if size > isize::MAX as usize - 2 * HEADER {
            return Err(Cause::CapacityOverflow.into());
        }
        let (mut head, mut head_size) = (self.link.chunk(), 0);
        if head.is_null() {
            head = chunk::get_from(source, Request::new(HEADER, self.site)).ok_or(Cause::OutOfMemory)?.as_ptr();
            // SAFETY: a chunk that is ours alone.
            head_size = unsafe { (*head).size };
        }
        if end == End::NewChunk {
            self.gain = Gain::beside(head_size, 0);
            self.link = Link(head);
            return Ok(head.cast());
        }
        let request = Request::object(size.next_multiple_of(CHUNK_ALIGN), layout, self.site, self.caller);
        let Some(new) = chunk::get_from(source, request).map(NonNull::as_ptr) else {
            if self.link == Link::NONE {
                // SAFETY: the head is new, and the state does not know it yet.
                unsafe { chunk::put_to(source, head) };
            }
            return Err(Cause::OutOfMemory.into());
        };
        self.link = Link(head);
        // SAFETY: the chunk is ours alone, and as long as was asked for: behind the header there is room for the padding and the
        // object. The head is the region's.
        unsafe {
            (*new).object = true;
            self.terms.charge(layout.size());
            (*new).charged = layout.size();
            self.gain = Gain::object((*new).size, layout.size(), head_size);
            let start = object_at(NonNull::new_unchecked(new.cast()), align).as_ptr();
            shadow::unpoison(new.cast(), OBJECT_HEADER);
            shadow::unpoison(start, layout.size());
            let new = new.cast::<Object>();
            (&raw mut (*new).start).write(start.addr());
            insert(head, new);
            Ok(start)
        }
    }
}

/// Gives an object back to its source, if it is this region's, and the source has nothing against it. Returns its size as it was
/// made, and that of its chunk. (The handles of two owners that were leaked have one type, so that one may be told to free what
/// is of the other.)
///
/// # Safety
/// `free` is of a block that `State::object` made in the region with this link and these terms, or in one that it took over, and
/// nobody uses it any more.
pub(super) unsafe fn give_back(source: &dyn Source, terms: TermsRef, link: Link, free: Free) -> Option<(usize, usize)> {
    // The source is at work for this region, which hence cannot say what it has: the object stays.
    if link == Link::BUSY {
        return None;
    }
    let (head, start) = (link.chunk(), free.object().addr().get());
    // SAFETY: the head of a region that sees objects, or null, and then what is in its tree.
    unsafe {
        // The source may run code that frees other objects.
        let free = free.known_elsewhere(knows(head, start, 0));
        if source.may_free(&free) == Some(false) || !knows(head, start, free.size()) {
            return None;
        }
        let chunk = take(head, start).cast::<Chunk>();
        let Chunk { size, charged, .. } = *chunk;
        terms.credit(charged);
        chunk::put_to(source, chunk);
        Some((charged, size))
    }
}

/// Moves chunks of another region, which perhaps begin with its head, to the region of `head`.
///
/// # Safety
/// `head` is the newest chunk of a region that sees objects, `chunks` a list of chunks of such a region, or null. They are the
/// first one's from now on.
pub(super) unsafe fn take_over(head: *mut Chunk, mut chunks: *mut Chunk) {
    while !chunks.is_null() {
        // SAFETY: each is read before it is linked elsewhere.
        unsafe {
            let chunk = chunks;
            chunks = (*chunk).next;
            if (*chunk).object {
                insert(head, chunk.cast());
            } else {
                let root = root(head).cast::<Chunk>();
                link_behind(if root.is_null() { head } else { root }, chunk);
            }
        }
    }
}

// In all that follows `head` is the newest chunk of a region that sees objects, and no reference to any chunk exists.

/// The root of the tree, or null.
///
/// # Safety
/// As said above.
unsafe fn root(head: *mut Chunk) -> *mut Object {
    // SAFETY: a chunk of the list.
    unsafe {
        let first = (*head).next;
        if first.is_null() || !(*first).object { ptr::null_mut() } else { first.cast() }
    }
}

/// Puts an object into the tree and on the list.
///
/// # Safety
/// As said above; `new` is the chunk of an object, in no tree and on no list, and knows its start.
unsafe fn insert(head: *mut Chunk, new: *mut Object) {
    // SAFETY: by contract; all nodes are objects of the region. Two addresses differ in some bit, so that the road ends.
    unsafe {
        (&raw mut (*new).further).write([ptr::null_mut(); 2]);
        let root = root(head);
        if root.is_null() {
            return link_behind(head, new.cast());
        }
        let (mut road, mut node) = (Road::to((*new).start), root);
        loop {
            let next = &raw mut (*node).further[road.turn()];
            if (*next).is_null() {
                next.write(new);
                break;
            }
            node = *next;
        }
        link_behind(root.cast(), new.cast());
    }
}

/// Whether there is an object at `start`, of that size or more: what owns it may have made it shorter.
///
/// # Safety
/// As said above, or `head` is null.
unsafe fn knows(head: *mut Chunk, start: usize, size: usize) -> bool {
    if head.is_null() {
        return false;
    }
    // SAFETY: by contract; all nodes are objects of the region.
    unsafe {
        let (mut road, mut node) = (Road::to(start), root(head));
        while !node.is_null() && (*node).start != start {
            node = (*node).further[road.turn()];
        }
        !node.is_null() && (*node).chunk.charged >= size
    }
}

/// Takes the object at `start` out of the tree and off the list. What lies furthest behind it comes in its place.
///
/// # Safety
/// As said above; there is an object at `start`.
unsafe fn take(head: *mut Chunk, start: usize) -> *mut Object {
    // SAFETY: by contract; all nodes are objects of the region.
    unsafe {
        let old_root = root(head);
        let mut root = old_root;
        let (mut road, mut place) = (Road::to(start), &raw mut root);
        while (**place).start != start {
            place = &raw mut (**place).further[road.turn()];
            debug_assert!(!(*place).is_null(), "what is freed is no object of this scope");
        }
        let mut last = place;
        while let Some(turn) = (0..2).find(|turn| !(**last).further[*turn].is_null()) {
            last = &raw mut (**last).further[turn];
        }
        let (found, heir) = (*place, ptr::replace(last, ptr::null_mut()));
        if heir != found {
            (*heir).further = (*found).further;
            place.write(heir);
        }
        unlink(found.cast());
        if root != old_root && !root.is_null() {
            unlink(root.cast());
            link_behind(head, root.cast());
        }
        found
    }
}

/// # Safety
/// `previous` is a chunk of the list, `new` one on no list.
unsafe fn link_behind(previous: *mut Chunk, new: *mut Chunk) {
    // SAFETY: by contract.
    unsafe {
        let next = ptr::replace(&raw mut (*previous).next, new);
        (*new).next = next;
        (*new).spare = previous;
        if !next.is_null() {
            (*next).spare = new;
        }
    }
}

/// # Safety
/// `chunk` is on the list, and not the head.
unsafe fn unlink(chunk: *mut Chunk) {
    // SAFETY: by contract.
    unsafe {
        let Chunk { next, spare: previous, .. } = *chunk;
        (*previous).next = next;
        if !next.is_null() {
            (*next).spare = previous;
        }
    }
}
