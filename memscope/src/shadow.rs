//! What the sanitizer of addresses is told: which memory of a scope nobody may touch, though the heap has given it.
//!
//! Only with `--cfg memscope_asan`, for programs that are built with the sanitizer; else nothing of it is compiled. Of a scope
//! that is forgotten it hears no more: a buffer which that had borrowed stays forbidden.

#[cfg(memscope_asan)]
mod imp {
    use core::ffi::c_void;

    unsafe extern "C" {
        safe fn __asan_poison_memory_region(start: *const c_void, len: usize);
        safe fn __asan_unpoison_memory_region(start: *const c_void, len: usize);
    }

    /// From now on an access to this memory ends the process with a report.
    #[inline]
    pub(crate) fn poison(start: *const u8, len: usize) {
        __asan_poison_memory_region(start.cast(), len);
    }

    /// Gives the memory free for use.
    #[inline]
    pub(crate) fn unpoison(start: *const u8, len: usize) {
        __asan_unpoison_memory_region(start.cast(), len);
    }
}

#[cfg(not(memscope_asan))]
mod imp {
    /// Without the sanitizer nobody wants to know.
    #[inline(always)]
    pub(crate) fn poison(_: *const u8, _: usize) {}

    /// The same.
    #[inline(always)]
    pub(crate) fn unpoison(_: *const u8, _: usize) {}
}

pub(crate) use imp::{poison, unpoison};

/// [`poison`] for the whole words of what its owner has left behind: what shares a word with it may change on another thread.
#[inline(always)]
pub(crate) fn poison_words(start: *const u8, size: usize) {
    if cfg!(memscope_asan) {
        let before = start.align_offset(8);
        poison(start.wrapping_add(before), size.saturating_sub(before) & !7);
    }
}

/// [`poison`] for the free memory `[lo, cur)`, if there is any.
#[inline(always)]
pub(crate) fn poison_window(cur: *const u8, lo: usize) {
    if cfg!(memscope_asan) {
        poison(cur.with_addr(lo), cur.addr().saturating_sub(lo));
    }
}
