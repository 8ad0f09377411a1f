//! The server's allocator as a source of memory.

use std::alloc::Layout;
use std::cell::Cell;
use std::marker::PhantomData;
use std::ptr::NonNull;

use memscope::source::{Request, Source};

use crate::sys::{self, MemoryContext};

/// A memory context of the server's as a [`Source`].
///
/// The server sees what is taken: each object, or chunks that a scope divides itself. It gives no block longer than a
/// gigabyte. A refusal is an error of the scope's, never one of the server's, which would jump over the frames of its caller.
///
/// A block costs 16 bytes beside what the server adds: scopes want more alignment than the server gives. The word before a
/// block says where it begins for the server.
pub struct Palloc<'c> {
    context: MemoryContext,
    objects: bool,
    /// Whether the server is about to free the whole context.
    leaving: Cell<bool>,
    life: PhantomData<&'c ()>,
}

const WORD: usize = size_of::<*mut u8>();
/// What may have to be skipped in what the server gives, which is aligned to eight bytes: the word, and half of it.
const BEFORE: usize = Request::ALIGN;
const _: () = assert!(WORD <= 8 && Request::ALIGN == 16);

impl<'c> Palloc<'c> {
    /// # Safety
    /// The context is there for as long as `'c`, and no slab. All of this happens on the server's own thread.
    pub(crate) unsafe fn of(context: MemoryContext, objects: bool) -> Self {
        Self { context, objects, leaving: Cell::new(false), life: PhantomData }
    }

    /// Notes that the server frees everything itself, at once.
    pub(crate) fn leave(&self) {
        self.leaving.set(true);
    }
}

/// Memory of a context, or null.
///
/// # Safety
/// The context is there, and no slab.
pub(crate) unsafe fn palloc(context: MemoryContext, size: usize) -> *mut u8 {
    if size > sys::MAX_ALLOC_SIZE {
        return std::ptr::null_mut();
    }
    // SAFETY: by contract; such a request raises no error.
    unsafe { sys::MemoryContextAllocExtended(context, size, sys::MCXT_ALLOC_NO_OOM) }.cast()
}

// SAFETY: a block lies in one that the server gave, which is longer by `BEFORE` bytes and aligned to eight, so that the next
// multiple of 16 behind the first eight of them leaves enough. It stays there, since the context does. The word before it
// is in the same block, and not part of what is given.
unsafe impl Source for Palloc<'_> {
    fn get(&self, request: Request) -> Option<NonNull<[u8]>> {
        let size = request.layout().size();
        // SAFETY: the context is there and no slab, by the contract of `of`.
        let base = NonNull::new(unsafe { palloc(self.context, size.checked_add(BEFORE)?) })?;
        let skipped = BEFORE - base.addr().get() % Request::ALIGN;
        // SAFETY: see above.
        let block = unsafe {
            let block = base.add(skipped);
            block.cast::<NonNull<u8>>().sub(1).write(base);
            block
        };
        Some(NonNull::slice_from_raw_parts(block, size))
    }

    unsafe fn put(&self, block: NonNull<u8>, _: Layout) {
        if !self.leaving.get() {
            // SAFETY: `get` wrote the word, and the block is still the server's.
            unsafe { sys::pfree(block.cast::<NonNull<u8>>().sub(1).read().as_ptr().cast()) };
        }
    }

    fn sees_objects(&self) -> bool {
        self.objects
    }
}
