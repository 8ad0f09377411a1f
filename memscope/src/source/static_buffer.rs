//! A buffer in a `static`.

use core::alloc::Layout;
use core::cell::UnsafeCell;
use core::fmt;
use core::mem::MaybeUninit;
use core::ptr::NonNull;
use core::slice;
use core::sync::atomic::{AtomicBool, Ordering};

use super::{Buffer, Request, Source};

/// A buffer of `N` bytes for a `static`, which one user at a time can [take](Self::take). It costs the program's file nothing.
///
/// ```
/// use memscope::{source::Static, with_scope_on};
///
/// static SCRATCH: Static<4096> = Static::new();
///
/// let scratch = SCRATCH.take().expect("nobody else has it");
/// assert_eq!(with_scope_on(&scratch, |cx| cx.alloc_iter(0..100).len()), 100);
/// assert!(SCRATCH.take().is_none());
/// drop(scratch);
/// assert!(SCRATCH.take().is_some());
/// ```
#[repr(C, align(16))]
pub struct Static<const N: usize> {
    bytes: UnsafeCell<[MaybeUninit<u8>; N]>,
    taken: AtomicBool,
}

// SAFETY: the bytes are reached through `Taken` only, of which `taken` allows one at a time.
unsafe impl<const N: usize> Sync for Static<N> {}

impl<const N: usize> Static<N> {
    /// The buffer, which nobody has taken.
    #[must_use]
    pub const fn new() -> Self {
        Self { bytes: UnsafeCell::new([const { MaybeUninit::uninit() }; N]), taken: AtomicBool::new(false) }
    }

    /// The buffer as a source, until that is dropped; `None` if somebody has it.
    #[must_use]
    pub fn take(&self) -> Option<Taken<'_>> {
        if self.taken.swap(true, Ordering::Acquire) {
            return None;
        }
        // SAFETY: nobody else has a reference to the bytes until `Taken`, which has this one, is dropped.
        let bytes = unsafe { slice::from_raw_parts_mut(self.bytes.get().cast(), N) };
        Some(Taken { buffer: Buffer::new(bytes), taken: &self.taken })
    }
}

impl<const N: usize> Default for Static<N> {
    fn default() -> Self {
        Self::new()
    }
}

impl<const N: usize> fmt::Debug for Static<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Static").field("len", &N).field("taken", &self.taken).finish()
    }
}

/// A [`Static`] in the hands of its user: a source as [`Buffer`] is.
#[derive(Debug)]
pub struct Taken<'s> {
    buffer: Buffer<'s>,
    taken: &'s AtomicBool,
}

impl Drop for Taken<'_> {
    fn drop(&mut self) {
        self.taken.store(false, Ordering::Release);
    }
}

// SAFETY: passed on.
unsafe impl Source for Taken<'_> {
    fn get(&self, request: Request) -> Option<NonNull<[u8]>> {
        self.buffer.get(request)
    }

    unsafe fn put(&self, block: NonNull<u8>, layout: Layout) {
        // SAFETY: passed on.
        unsafe { self.buffer.put(block, layout) }
    }
}
