//! Pages of the operating system. The only file that knows one.

use core::alloc::Layout;
use core::ffi::c_void;
use core::ptr::{self, NonNull};

#[cfg(target_os = "linux")]
use rustix::mm::{Advice, madvise};
use rustix::mm::{MapFlags, MprotectFlags, ProtFlags, mmap_anonymous, mprotect, munmap};
use rustix::param::page_size;

use super::{Request, Source};

/// What huge pages are aligned to, in bytes, on most machines whose pages have 4 KiB.
const HUGE_PAGE: usize = 2 << 20;

/// Whole pages, straight from the operating system and straight back to it.
///
/// Behind the feature `pages`, on Unix, in programs that are linked with the C library, as those with `std` are.
///
/// ```
/// use memscope::{source::Pages, with_scope_on};
///
/// let pages = Pages::new().with_guards();
/// assert_eq!(with_scope_on(pages, |cx| cx.alloc_zeroed::<[u64; 1000]>().iter().sum::<u64>()), 0);
/// ```
///
/// **Cost.** A system call for each block, and another to give it back; with guards or huge pages one to three more. Every page
/// is zeroed by the system when it is first touched. In return nothing of what a scope held stays with the process.
#[derive(Clone, Copy, Debug, Default)]
pub struct Pages {
    huge: bool,
    guards: bool,
}

impl Pages {
    /// Pages of the usual size.
    #[must_use]
    pub const fn new() -> Self {
        Self { huge: false, guards: false }
    }

    /// Blocks of 2 MiB or a multiple, so aligned, which the system is advised to back with huge pages (on Linux; elsewhere
    /// it decides for itself). For scopes that hold much.
    #[must_use]
    pub const fn with_huge_pages(self) -> Self {
        Self { huge: true, ..self }
    }

    /// On both sides of each block a page that nobody may touch: code that writes past the end of a block, or
    /// before its start, ends with a fault at once.
    #[must_use]
    pub const fn with_guards(self) -> Self {
        Self { guards: true, ..self }
    }

    /// What lengths and addresses are multiples of, and how much is kept free on each side; in bytes.
    fn unit_and_guard(self) -> (usize, usize) {
        let page = page_size();
        (if self.huge { page.max(HUGE_PAGE) } else { page }, if self.guards { page } else { 0 })
    }
}

// SAFETY: blocks are mappings of their own, aligned to a page at least, which is more than a request asks for. The length of
// one follows from any size between what was asked for and what was given: it is the next multiple of the unit.
unsafe impl Source for Pages {
    fn get(&self, request: Request) -> Option<NonNull<[u8]>> {
        let (unit, guard) = self.unit_and_guard();
        let len = request.layout().size().checked_next_multiple_of(unit)?;
        // Pages are aligned to pages; what a larger unit needs beyond that is unmapped again.
        let slack = unit - page_size();
        let mapped = len.checked_add(2 * guard)?.checked_add(slack)?;
        let access = ProtFlags::READ | ProtFlags::WRITE;
        let first = if self.guards { ProtFlags::empty() } else { access };
        // SAFETY: a new mapping, where the system likes.
        let base = unsafe { mmap_anonymous(ptr::null_mut(), mapped, first, MapFlags::PRIVATE) }.ok()?.cast::<u8>();
        let lead = (base.addr() + guard).next_multiple_of(unit) - guard - base.addr();
        // SAFETY: all of these are parts of the new mapping, which nobody has seen. What is unmapped lies before and behind
        // the block and its guards. Advice changes nothing that could be observed.
        unsafe {
            unmap(base, lead);
            unmap(base.add(lead + 2 * guard + len), slack - lead);
            let block = base.add(lead + guard);
            if self.guards && mprotect(block.cast(), len, MprotectFlags::READ | MprotectFlags::WRITE).is_err() {
                unmap(block.sub(guard), len + 2 * guard);
                return None;
            }
            #[cfg(target_os = "linux")]
            if self.huge {
                let _ = madvise(block.cast(), len, Advice::LinuxHugepage);
            }
            NonNull::new(block).map(|block| NonNull::slice_from_raw_parts(block, len))
        }
    }

    unsafe fn put(&self, block: NonNull<u8>, layout: Layout) {
        let (unit, guard) = self.unit_and_guard();
        let len = layout.size().next_multiple_of(unit);
        // SAFETY: the block with its guards, as it was mapped.
        unsafe { unmap(block.as_ptr().sub(guard), len + 2 * guard) };
    }
}

/// Gives pages back. The system may refuse, if it would have to split a mapping and has no memory to note that; then
/// they are lost, which is no worse than a leak.
///
/// # Safety
/// Whole pages of a mapping of ours, which nobody uses any more; none if `len` is zero.
unsafe fn unmap(start: *mut u8, len: usize) {
    if len > 0 {
        // SAFETY: by contract.
        let _ = unsafe { munmap(start.cast::<c_void>(), len) };
    }
}
