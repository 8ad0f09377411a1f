//! A chunk: one piece of memory from the heap, with its header at the low end.
//!
//! The pointer that the heap returned is the one from which every pointer into the chunk derives.

use alloc::alloc::{alloc, dealloc};
use core::alloc::Layout;
use core::ptr::{self, NonNull};

use super::drops::DropNode;
use super::terms::TermsRef;
use crate::shadow;
use crate::source::{Request, Source};

/// What every chunk is aligned to. Requests above it are aligned inside the chunk.
pub(crate) const CHUNK_ALIGN: usize = 16;
/// What malloc keeps beside a block; a chunk plus this is a whole number of pages.
const MALLOC_HEADER: usize = 16;
const PAGE: usize = 4096;

/// Size in bytes of the first chunk that a region asks the heap for: enough for a scope that holds little.
pub(super) const MIN_CHUNK: usize = 2048 - MALLOC_HEADER;
/// Size in bytes at which chunks stop doubling.
pub(super) const MAX_CHUNK: usize = (1 << 20) - MALLOC_HEADER;
/// The largest value in bytes that the inlined fast path places. Larger ones take the general road.
pub(super) const SMALL_MAX: usize = 4096;
/// No chunk lies below this address, so `cur - size - align` cannot wrap for a small value.
pub(super) const LOWEST: usize = 2 * SMALL_MAX;

/// The header of a chunk. Only `next` and `size` matter for every chunk; the rest is state of the region,
/// kept by its newest chunk so that the region itself stays six words.
#[repr(C, align(16))]
pub(super) struct Chunk {
    /// The next older chunk of the same region, or the next one in the cache.
    pub(super) next: *mut Chunk,
    /// Of the whole chunk, header included.
    pub(super) size: usize,
    /// Where the doubling stands: an oversized request moves it without becoming the newest chunk.
    pub(super) grade: u32,
    /// Whether the tail is lent.
    pub(super) tail_lent: bool,
    /// Whether the region takes no chunk of the cache that is larger than what it would ask the heap for.
    pub(super) exact: bool,
    /// Whether it is the chunk of one object: see `object.rs`.
    pub(super) object: bool,
    /// What the scope drops or calls at exit, newest first.
    pub(super) drops: *mut DropNode,
    /// An older chunk of this region, whose tail inner scopes may use: it was lent when the region moved on. Of the chunk of
    /// an object (`object.rs`) the one before it.
    pub(super) spare: *mut Chunk,
    /// The free part `(cur, lo)` of the window from which the region moved on while that was lent. It lies in this chunk,
    /// or was borrowed itself, if this chunk was linked beside it.
    pub(super) tail: (*mut u8, usize),
    /// Bytes charged to the region's terms for this chunk.
    pub(super) charged: usize,
}

impl Chunk {
    /// The header of a chunk that belongs to no region.
    pub(super) const fn fresh(next: *mut Self, size: usize) -> Self {
        let grade = if size < MAX_CHUNK { size } else { MAX_CHUNK };
        Self {
            next,
            size,
            grade: grade as u32,
            tail_lent: false,
            exact: false,
            object: false,
            drops: ptr::null_mut(),
            spare: ptr::null_mut(),
            tail: (ptr::null_mut(), 0),
            charged: 0,
        }
    }

    /// Whether a region's newest chunk can serve the next scope as it is: no older chunk, nothing to run, and
    /// not too large. Then there is no spare either, nor a tail, and the grade was never moved. An owner clears
    /// `exact` itself.
    #[inline(always)]
    pub(super) fn is_fresh(&self) -> bool {
        self.next.addr() | self.drops.addr() | (self.size >> 20) == 0
    }
}

pub(crate) const HEADER: usize = size_of::<Chunk>();
const _: () = assert!(
    HEADER.is_multiple_of(CHUNK_ALIGN)
        && MIN_CHUNK.is_multiple_of(CHUNK_ALIGN)
        && MAX_CHUNK.is_multiple_of(CHUNK_ALIGN)
        && MAX_CHUNK >> 20 == 0 // as `is_fresh` has it
);

/// The size of a chunk that holds `payload` bytes: up to the next multiple of 16, from a page on up to whole pages
/// less malloc's header. `None` if that is more than an object may have.
pub(super) fn size_for(payload: usize) -> Option<usize> {
    let raw = payload.checked_add(HEADER)?;
    let size = if raw < PAGE - MALLOC_HEADER {
        raw.checked_next_multiple_of(CHUNK_ALIGN)?
    } else {
        raw.checked_add(MALLOC_HEADER)?.checked_next_multiple_of(PAGE)? - MALLOC_HEADER
    };
    (size <= isize::MAX as usize - CHUNK_ALIGN).then_some(size)
}

/// Asks the heap for a chunk of `size` bytes, a size that `size_for` gave or one of the constants.
pub(super) fn get(size: usize) -> Option<NonNull<Chunk>> {
    let layout = layout(size);
    // SAFETY: the size is at least that of the header, hence not zero.
    let base = NonNull::new(unsafe { alloc(layout) })?;
    if base.addr().get() < LOWEST {
        // SAFETY: just allocated with this layout.
        unsafe { dealloc(base.as_ptr(), layout) };
        return None;
    }
    let chunk = base.cast::<Chunk>();
    // SAFETY: the block is fresh, aligned to 16, and at least `HEADER` bytes long.
    unsafe {
        chunk.write(Chunk::fresh(ptr::null_mut(), size));
    }
    poison(chunk.as_ptr(), size);
    Some(chunk)
}

/// Nobody may touch what is behind the header of a chunk of `size` bytes, until it is allocated.
#[inline(always)]
pub(super) fn poison(chunk: *mut Chunk, size: usize) {
    shadow::poison_window(chunk.cast::<u8>().wrapping_add(size), chunk.addr() + HEADER);
}

/// Gives a chunk back to the heap.
///
/// # Safety
/// `chunk` came from [`get`], and nothing uses its memory any more.
pub(super) unsafe fn put(chunk: *mut Chunk) {
    // SAFETY: the header is intact as long as the chunk is ours; `size` is what `get` allocated.
    unsafe {
        let layout = layout((*chunk).size);
        shadow::unpoison(chunk.cast(), layout.size());
        dealloc(chunk.cast(), layout);
    }
}

/// Asks a source for a chunk. It may be longer than was asked for.
pub(super) fn get_from(source: &dyn Source, request: Request) -> Option<NonNull<Chunk>> {
    let layout = request.layout();
    let block = source.get(request)?;
    let base = block.cast::<u8>();
    debug_assert!(base.addr().get().is_multiple_of(CHUNK_ALIGN), "a source gave a block that is not aligned");
    debug_assert!(block.len() >= layout.size(), "a source gave a block that is too short");
    let len = block.len().min(isize::MAX as usize) / CHUNK_ALIGN * CHUNK_ALIGN;
    if base.addr().get() < LOWEST {
        // SAFETY: just got with this layout.
        unsafe { source.put(base, layout) };
        return None;
    }
    let chunk = base.cast::<Chunk>();
    // SAFETY: the block is fresh, aligned to 16 and at least as long as a header, by the contract of `Source`.
    unsafe { chunk.write(Chunk::fresh(ptr::null_mut(), len)) };
    poison(chunk.as_ptr(), len);
    Some(chunk)
}

/// Gives a chunk back to its source.
///
/// # Safety
/// The source gave the chunk, and nothing uses its memory any more.
pub(super) unsafe fn put_to(source: &dyn Source, chunk: *mut Chunk) {
    // SAFETY: the header is intact as long as the chunk is ours; the size is that of the block, less what a multiple of
    // 16 leaves over.
    unsafe {
        let layout = layout((*chunk).size);
        shadow::unpoison(chunk.cast(), layout.size());
        source.put(NonNull::new_unchecked(chunk.cast()), layout);
    }
}

/// [`release`] for chunks of a source.
///
/// # Safety
/// As for `release`; all chunks came from `source`.
unsafe fn release_to(source: &dyn Source, newest: *mut Chunk, terms: TermsRef) {
    let (terms, mut chunk) = (terms.outer(), newest);
    while !chunk.is_null() {
        // SAFETY: a chunk of the list, with an intact header, which is read before the chunk is handed over.
        unsafe {
            let next = (*chunk).next;
            terms.credit((*chunk).charged);
            put_to(source, chunk);
            chunk = next;
        }
    }
}

/// The layout of a chunk of `size` bytes.
pub(crate) fn layout(size: usize) -> Layout {
    debug_assert!(size >= HEADER && size.is_multiple_of(CHUNK_ALIGN));
    // SAFETY: the alignment is a power of two; sizes come from `size_for` or the constants, so that rounding them up
    // to the alignment stays within `isize::MAX`.
    unsafe { Layout::from_size_align_unchecked(size, CHUNK_ALIGN) }
}

/// Gives a region's chunks back to where they came from, and credits its terms.
///
/// # Safety
/// `newest` is the head of a list of chunks which nothing uses any more; the terms are still alive.
pub(super) unsafe fn release(newest: *mut Chunk, terms: TermsRef) {
    if let Some(source) = terms.source() {
        // SAFETY: passed on; a region's terms are the same from its first chunk to its last.
        return unsafe { release_to(source, newest, terms) };
    }
    let (terms, mut chunk) = (terms.outer(), newest);
    let mut rest = ptr::null_mut::<Chunk>();
    while !chunk.is_null() {
        // SAFETY: by contract a chunk of the list, with an intact header.
        unsafe {
            terms.credit((*chunk).charged);
            let older = (*chunk).next;
            // Turned round, so that the larger ones will be found first.
            if !ptr::eq(chunk, newest) {
                (*chunk).next = rest;
                rest = chunk;
            }
            chunk = older;
        }
    }
    while !rest.is_null() {
        // SAFETY: the same chunks, each once; `next` is read before the chunk is handed over.
        unsafe {
            let next = (*rest).next;
            super::cache::put(rest);
            rest = next;
        }
    }
    // SAFETY: the newest, which is the largest and serves the next scope best, is handed over last.
    unsafe {
        let size = (*newest).size;
        newest.write(Chunk::fresh(ptr::null_mut(), size));
        if size > MAX_CHUNK || !super::cache::put_back(newest) {
            super::cache::put(newest);
        }
    }
}
