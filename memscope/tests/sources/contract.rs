//! What breaks the contract of a source ends the process, in builds with debug assertions.

use std::alloc::Layout;
use std::process::Command;
use std::ptr::NonNull;

use memscope::source::{Heap, Logging, Request, Source};
use memscope::with_scope_on;

/// Set in the process that is to end.
const CHILD: &str = "MEMSCOPE_BROKEN_SOURCE";

/// Runs the test `name` again, in a process of its own, which must fail with `text`.
#[track_caller]
pub(crate) fn must_abort(name: &str, text: &str) {
    let output = Command::new(std::env::current_exe().unwrap())
        .args([name, "--exact", "--nocapture", "--test-threads=1"])
        .env(CHILD, "1")
        .output()
        .unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success() && stderr.contains(text), "{stderr}");
}

/// Whether this is the process that [`must_abort`] started.
pub(crate) fn is_child() -> bool {
    std::env::var_os(CHILD).is_some()
}

/// Gives blocks whose start and length are moved by so many bytes.
struct Broken {
    start: usize,
    len: isize,
}

// SAFETY: none; this is a source that breaks its contract. Nobody gets to use the blocks.
unsafe impl Source for Broken {
    fn get(&self, request: Request) -> Option<NonNull<[u8]>> {
        let block = Heap.get(request)?;
        // SAFETY: inside the block.
        let start = unsafe { block.cast::<u8>().add(self.start) };
        Some(NonNull::slice_from_raw_parts(start, block.len().checked_add_signed(self.len)?))
    }

    unsafe fn put(&self, _: NonNull<u8>, _: Layout) {}
}

fn use_it(source: impl Source) {
    with_scope_on(source, |cx| *cx.alloc(1));
}

#[test]
#[cfg(debug_assertions)]
fn al01_a_block_that_is_not_aligned_is_found_out() {
    if is_child() {
        return use_it(Broken { start: 8, len: 0 });
    }
    must_abort("contract::al01_a_block_that_is_not_aligned_is_found_out", "a block that is not aligned");
}

#[test]
#[cfg(debug_assertions)]
fn al01_a_block_that_is_too_short_is_found_out() {
    if is_child() {
        return use_it(Broken { start: 0, len: -16 });
    }
    must_abort("contract::al01_a_block_that_is_too_short_is_found_out", "a block that is too short");
}

#[test]
fn al01_a_panic_in_a_log_ends_the_process() {
    if is_child() {
        return use_it(Logging::new(Heap, |_| panic!("in the log")));
    }
    must_abort("contract::al01_a_panic_in_a_log_ends_the_process", "a source must not unwind");
}
