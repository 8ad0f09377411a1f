//! A borrowed buffer.

use core::alloc::Layout;
use core::cell::Cell;
use core::marker::PhantomData;
use core::mem::MaybeUninit;
use core::ptr::NonNull;

use super::{Request, Source};

/// A borrowed slice of bytes, on the stack or wherever. Its memory serves one scope after another.
///
/// Blocks are taken from its start on. The newest can be used again as soon as it is given back, and the whole buffer
/// when all are.
///
/// ```
/// use memscope::{source::Buffer, with_scope_on};
/// use std::mem::MaybeUninit;
///
/// let mut bytes = [MaybeUninit::uninit(); 2048];
/// let buffer = Buffer::new(&mut bytes);
/// for round in 0..100 {
///     with_scope_on(&buffer, |cx| {
///         assert_eq!(cx.alloc_slice_copy(&[round; 100]).len(), 100);
///         assert!(cx.try_alloc_slice_default::<u8>(2048).is_err());    // a scope needs some of it for itself
///     });
/// }
/// ```
///
/// **Cost.** An addition and a compare for each block. A scope on it does not leave the thread: a future that holds one across
/// an `.await` is not `Send`.
#[derive(Debug)]
pub struct Buffer<'b> {
    start: NonNull<u8>,
    len: usize,
    /// What is in use, or was when what lies behind it was taken; from the start on.
    used: Cell<usize>,
    /// Blocks not yet given back.
    live: Cell<usize>,
    bytes: PhantomData<&'b mut [MaybeUninit<u8>]>,
}

// SAFETY: the bytes are borrowed for it alone, and are of no thread. While a scope is open on it, it is borrowed, and not `Sync`.
unsafe impl Send for Buffer<'_> {}

impl<'b> Buffer<'b> {
    /// A source of these bytes.
    #[must_use]
    pub const fn new(bytes: &'b mut [MaybeUninit<u8>]) -> Self {
        let len = bytes.len();
        let start = NonNull::new(bytes.as_mut_ptr().cast()).expect("a slice is not null");
        Self { start, len, used: Cell::new(0), live: Cell::new(0), bytes: PhantomData }
    }
}

// SAFETY: `[0, used)` covers all blocks that are live: it only ends at the start of the newest when that comes back, or at
// the start of all when none is live. A new block lies between that and the end. Moving the buffer moves no byte.
unsafe impl Source for Buffer<'_> {
    fn get(&self, request: Request) -> Option<NonNull<[u8]>> {
        let layout = request.layout();
        // SAFETY: inside the buffer, or at its end.
        let free = unsafe { self.start.add(self.used.get()) };
        let start = self.used.get().checked_add(free.align_offset(layout.align()))?;
        let end = start.checked_add(layout.size()).filter(|end| *end <= self.len)?;
        self.used.set(end);
        self.live.set(self.live.get() + 1);
        // SAFETY: `start` is not above `end`, nor that above the buffer's.
        let block = unsafe { self.start.add(start) };
        Some(NonNull::slice_from_raw_parts(block, layout.size()))
    }

    unsafe fn put(&self, block: NonNull<u8>, layout: Layout) {
        // SAFETY: a block of the buffer.
        let start = unsafe { block.offset_from_unsigned(self.start) };
        self.live.set(self.live.get() - 1);
        if self.live.get() == 0 {
            self.used.set(0);
        } else if start + layout.size() == self.used.get() {
            self.used.set(start);
        }
    }
}
