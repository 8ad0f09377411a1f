//! Sources that see every object: each one has a chunk of its own, and goes back as soon as it is freed.
//!
//! The region has no window then. Its newest chunk is a bare header, the *head*, which stays; the chunks of the objects are
//! linked behind it in both directions: `spare` is the one before. The word before an object says where its chunk is. Between
//! header and word nothing stands: a source that checks for writes beside an object can fill that.
//!
//! A committed transaction may leave a head of its own in the middle of the list, whose `spare` is out of date: nobody reads
//! it, since a head is never unlinked, and that of the newest chunk is null.

use core::alloc::Layout;
use core::ptr::{self, NonNull};

use super::Link;
use super::chunk::{self, Chunk, HEADER};
use super::record::Gain;
use super::terms::TermsRef;
use super::window::{End, Refusal, State};
use crate::error::Cause;
use crate::shadow;
use crate::source::{Free, Request, Source};

const WORD: usize = size_of::<*mut Chunk>();
/// What is left free between header and word, at least.
const ZONE: usize = 32 - WORD;

/// Where in a chunk an object of that alignment stands.
pub(crate) fn object_at(chunk: NonNull<u8>, align: usize) -> NonNull<u8> {
    let before = HEADER + ZONE + WORD;
    let least = chunk.addr().get() + before;
    chunk.map_addr(|base| base.saturating_add(before + (least.next_multiple_of(align.max(WORD)) - least)))
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
        let align = layout.align().max(WORD);
        let size = (HEADER + ZONE + WORD)
            .checked_add(align - WORD)
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
        let request = Request::object(size.next_multiple_of(16), layout, self.site, self.caller);
        let Some(new) = chunk::get_from(source, request).map(NonNull::as_ptr) else {
            if self.link == Link::NONE {
                // SAFETY: the head is new, and the state does not know it yet.
                unsafe { chunk::put_to(source, head) };
            }
            return Err(Cause::OutOfMemory.into());
        };
        self.link = Link(head);
        // SAFETY: the chunk is ours alone, and as long as was asked for: behind the header there is room for a word, the
        // padding and the object. The list is the region's.
        unsafe {
            (*new).object = true;
            self.terms.charge(layout.size());
            (*new).charged = layout.size();
            self.gain = Gain::object((*new).size, layout.size(), head_size);
            link_behind(head, new);
            let start = object_at(NonNull::new_unchecked(new.cast()), align).as_ptr();
            shadow::unpoison(start.sub(WORD), WORD + layout.size());
            start.sub(WORD).cast::<*mut Chunk>().write(new);
            Ok(start)
        }
    }
}

/// # Safety
/// `head` is the head of a list of object chunks, `new` an object chunk on no list.
unsafe fn link_behind(head: *mut Chunk, new: *mut Chunk) {
    // SAFETY: by contract; no reference to any chunk exists.
    unsafe {
        let next = ptr::replace(&raw mut (*head).next, new);
        (*new).next = next;
        (*new).spare = head;
        if !next.is_null() {
            (*next).spare = new;
        }
    }
}

/// Gives an object back to its source, if that has nothing against it. Returns its size as it was made, and that of its
/// chunk.
///
/// # Safety
/// `free` is of a block that `State::object` made in a region on these terms, and nobody uses it any more.
pub(super) unsafe fn give_back(source: &dyn Source, terms: TermsRef, free: &Free) -> Option<(usize, usize)> {
    if !source.may_free(free) {
        return None;
    }
    // SAFETY: `State::object` wrote the word and linked the chunk, which is never the head.
    unsafe {
        let chunk = free.object().as_ptr().sub(WORD).cast::<*mut Chunk>().read();
        let Chunk { next, size, spare: previous, charged, .. } = *chunk;
        (*previous).next = next;
        if !next.is_null() {
            (*next).spare = previous;
        }
        terms.credit(charged);
        chunk::put_to(source, chunk);
        Some((charged, size))
    }
}
