//! A program without std: scopes over a static buffer, its own panic handler, its own entry point.
//!
//! There is no target without std where this is built, so it runs on the host's C runtime, which calls `main`.
#![no_std]
#![no_main]

extern crate alloc;

use core::alloc::{GlobalAlloc, Layout};
use core::cell::UnsafeCell;
use core::panic::PanicInfo;
use core::ptr;
use core::sync::atomic::{AtomicUsize, Ordering};

use memscope::{AllocError, Cause, MemCx, scope, scoped};

const SIZE: usize = 64 * 1024;

/// Hands out a static buffer from its start, and takes it back when nothing of it is in use.
#[repr(align(4096))]
struct Buffer {
    memory: UnsafeCell<[u8; SIZE]>,
    used: AtomicUsize,
    live: AtomicUsize,
}

// SAFETY: `used` gives each byte to one caller at a time.
unsafe impl Sync for Buffer {}

// SAFETY: blocks are disjoint parts of the buffer, which lives as long as the program.
unsafe impl GlobalAlloc for Buffer {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let start = self.used.load(Ordering::Relaxed).next_multiple_of(layout.align());
        if layout.align() > 4096 || start > SIZE || layout.size() > SIZE - start {
            return ptr::null_mut();
        }
        self.used.store(start + layout.size(), Ordering::Relaxed);
        self.live.fetch_add(1, Ordering::Relaxed);
        // SAFETY: inside the buffer, as just checked.
        unsafe { self.memory.get().cast::<u8>().add(start) }
    }

    unsafe fn dealloc(&self, _: *mut u8, _: Layout) {
        if self.live.fetch_sub(1, Ordering::Relaxed) == 1 {
            self.used.store(0, Ordering::Relaxed);
        }
    }
}

#[global_allocator]
static HEAP: Buffer =
    Buffer { memory: UnsafeCell::new([0; SIZE]), used: AtomicUsize::new(0), live: AtomicUsize::new(0) };

#[panic_handler]
fn panic(_: &PanicInfo<'_>) -> ! {
    // SAFETY: always.
    unsafe { abort() }
}

#[link(name = "c")]
unsafe extern "C" {
    fn abort() -> !;
}

/// The precompiled `alloc` names it, although nothing unwinds here.
#[unsafe(no_mangle)]
extern "C" fn rust_eh_personality() {}

#[scoped(tmp in cx)]
fn title<'mcx>(cx: MemCx<'mcx>, text: &str) -> &'mcx str {
    let words = tmp.alloc_iter(text.split(' '));
    words.reverse();
    cx.alloc_fmt(format_args!("{}, {}", words[0], words[1]))
}

fn more_than_there_is() -> Result<usize, AllocError> {
    scope!(cx, name = "large");
    Ok(cx.try_alloc_slice_default::<u64>(SIZE)?.len())
}

#[unsafe(no_mangle)]
extern "C" fn main() -> i32 {
    for round in 0..1000 {
        scope!(cx);
        let kept = cx.alloc_slice_fill_with(100, |i| i + round);
        let dropped = cx.adopt(alloc::boxed::Box::new(round));
        assert!(title(cx, "first last") == "last, first");
        {
            scope!(row in cx, limit = 4096);
            assert!(row.alloc_iter(0..500).len() == 500);
            assert!(row.try_alloc([0_u8; 4096]).is_err_and(|error| error.cause() == Cause::Limit));
        }
        assert!(**dropped == round && kept[99] == 99 + round);
    }
    assert!(more_than_there_is().is_err_and(|error| error.cause() == Cause::OutOfMemory && error.scope() == "large"));
    assert!(HEAP.live.load(Ordering::Relaxed) == 0);
    0
}
