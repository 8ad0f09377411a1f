//! What the sanitizer of addresses sees of a scope's memory with `--cfg memscope_asan`: each misuse ends a process of its own.
//!
//! The control is the same file with `--cfg memscope_negative_control` in its place: then none of them may be seen, since the
//! memory is the heap's no more than before.
#![cfg(any(memscope_asan, memscope_negative_control))]

use std::alloc::Layout;
use std::env;
use std::hint::black_box;
use std::process::Command;
use std::ptr::NonNull;

use memscope::source::{Checked, Heap};
use memscope::{MemBox, ThinVec, scope, with_scope_on};

/// Runs `misuse` in a process of its own, which the sanitizer must end; without the cfg it must not.
#[track_caller]
fn caught(test: &str, misuse: impl FnOnce()) {
    if env::var_os("MEMSCOPE_CHILD").is_some() {
        return misuse();
    }
    let exe = env::current_exe().unwrap();
    let output = Command::new(exe).args([test, "--exact", "--nocapture"]).env("MEMSCOPE_CHILD", "1").output().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    let seen = errors.contains("ERROR: AddressSanitizer: ");
    assert_eq!((seen, output.status.success()), (cfg!(memscope_asan), cfg!(not(memscope_asan))), "{errors}");
}

fn read(at: *const u8) {
    // SAFETY: none. That is the point.
    black_box(unsafe { black_box(at).read() });
}

const BYTES: Layout = Layout::new::<[u8; 13]>();

#[test]
fn cx10_memory_of_an_inner_scope_whose_window_was_given_back() {
    caught("cx10_memory_of_an_inner_scope_whose_window_was_given_back", || {
        scope!(cx);
        cx.alloc(1);
        let at = {
            scope!(inner in cx);
            &raw const *inner.alloc(7_u64)
        };
        read(at.cast());
    });
}

#[test]
fn cx10_memory_of_an_inner_scope_in_a_spare() {
    caught("cx10_memory_of_an_inner_scope_in_a_spare", || {
        scope!(cx);
        cx.alloc(1);
        let at = {
            scope!(inner in cx);
            cx.alloc(2); // moves on
            &raw const *inner.alloc(7_u64)
        };
        read(at.cast());
    });
}

#[test]
fn cx10_memory_of_a_scope_whose_chunk_is_in_the_cache() {
    caught("cx10_memory_of_a_scope_whose_chunk_is_in_the_cache", || {
        let at = {
            scope!(cx);
            &raw const *cx.alloc(7_u64)
        };
        read(at.cast());
    });
}

#[test]
fn cx10_a_block_that_was_freed_and_is_not_the_newest() {
    caught("cx10_a_block_that_was_freed_and_is_not_the_newest", || {
        scope!(cx);
        let boxed = cx.boxed([7_u64; 4]);
        let at = &raw const *boxed;
        cx.alloc(1);
        cx.free(boxed);
        read(at.cast());
    });
}

#[test]
fn cx10_the_tail_of_a_vector_that_shrank() {
    caught("cx10_the_tail_of_a_vector_that_shrank", || {
        scope!(cx);
        let mut list = cx.vec();
        list.extend_from_slice(&[7_u64; 10]);
        list.truncate(2);
        list.shrink_to_fit();
        read(list.as_ptr().wrapping_add(5).cast());
    });
}

#[test]
fn cx10_the_byte_behind_a_block() {
    caught("cx10_the_byte_behind_a_block", || {
        scope!(cx);
        read(cx.alloc_layout(BYTES).as_ptr().wrapping_add(13));
    });
}

#[test]
fn cx10_a_block_of_a_recycler() {
    caught("cx10_a_block_of_a_recycler", || {
        scope!(cx, recycle);
        let boxed = cx.boxed([7_u64; 4]);
        let at = &raw const *boxed;
        cx.alloc(1);
        cx.free(boxed);
        read(at.wrapping_add(1).wrapping_byte_sub(1).cast());
    });
}

#[test]
fn cx10_a_free_block_of_a_pool() {
    caught("cx10_a_free_block_of_a_pool", || {
        scope!(cx);
        let pool = cx.pool();
        let boxed = pool.insert([7_u8; 3]);
        let at = &raw const *boxed;
        let _next = pool.insert([8_u8; 3]);
        drop(boxed);
        read(at.cast());
    });
}

#[test]
fn cx10_a_value_whose_box_was_dropped() {
    caught("cx10_a_value_whose_box_was_dropped", || {
        scope!(cx);
        let boxed = cx.boxed([7_u64; 3]);
        let at = &raw const boxed[2];
        drop(boxed);
        read(at.cast());
    });
}

#[test]
fn cx10_a_value_that_was_moved_out_of_its_box() {
    caught("cx10_a_value_that_was_moved_out_of_its_box", || {
        scope!(cx);
        let boxed = cx.boxed(7_u64);
        let at = &raw const *boxed;
        let _seven = MemBox::into_inner(boxed);
        read(at.cast());
    });
}

#[test]
fn cx10_the_room_of_a_thin_vector_that_was_dropped() {
    caught("cx10_the_room_of_a_thin_vector_that_was_dropped", || {
        scope!(cx);
        let list = ThinVec::from_iter_in(0..7_u64, cx);
        let at = list.as_ptr();
        drop(list);
        read(at.cast());
    });
}

#[test]
fn cx10_memory_in_the_frame_that_was_given_to_nobody() {
    caught("cx10_memory_in_the_frame_that_was_given_to_nobody", || {
        scope!(cx, inline = 256);
        read((&raw const *cx.alloc(7_u64)).wrapping_sub(1).cast());
    });
}

#[test]
fn cx10_the_zones_of_a_checked_object() {
    caught("cx10_the_zones_of_a_checked_object", || {
        with_scope_on(Checked::new(Heap), |cx| read(cx.alloc_layout(BYTES).as_ptr().wrapping_sub(9)));
    });
}

#[test]
fn cx10_a_checked_object_that_is_gone() {
    caught("cx10_a_checked_object_that_is_gone", || {
        let source = Checked::new(Heap);
        let at = with_scope_on(&source, |cx| cx.alloc_layout(BYTES));
        read(at.as_ptr());
    });
}

/// What is allocated can be used, wherever it stands: nothing is said of a program without misuse.
#[test]
fn cx10_memory_that_is_handed_out_again_can_be_used() {
    let fill = |start: NonNull<u8>, len: usize| {
        // SAFETY: a block of that length.
        unsafe { start.write_bytes(7, len) };
    };
    for round in 0..3 {
        scope!(cx);
        for size in 1..200 {
            fill(cx.alloc_layout(Layout::from_size_align(size, 1 << (size % 6)).unwrap()), size);
            scope!(inner in cx);
            inner.alloc_str(&"x".repeat(size));
            let mut list = inner.vec();
            list.extend_from_slice(&[round; 33]);
            inner.free(inner.boxed([0_u8; 7]));
            list.extend_from_slice(&[round; 33]);
            list.shrink_to_fit();
            cx.alloc_str(&"y".repeat(size % 9));
        }
    }
}
