//! Memory that grows: in place, in the outer scope while an inner one is open, and in chunks of any size.

mod common;

use std::alloc::Layout;
use std::mem::MaybeUninit;

use common::{Blocks, balanced, measure, with_chunks};
use memscope::{MemBox, MemCx, scope};

type Buf<'mcx> = MemBox<'mcx, [MaybeUninit<u32>]>;

/// A buffer of `len` numbers from 0 on.
fn buffer(cx: MemCx<'_>, len: usize) -> Buf<'_> {
    filled(cx.boxed_uninit_slice(len), 0)
}

/// Writes what is not written yet.
fn filled(mut buf: Buf<'_>, from: usize) -> Buf<'_> {
    for (n, place) in buf.iter_mut().enumerate().skip(from) {
        place.write(n as u32);
    }
    buf
}

#[track_caller]
fn check(buf: &Buf<'_>) {
    for (n, place) in buf.iter().enumerate() {
        // SAFETY: every buffer of these tests is filled as soon as it is made or grown.
        assert_eq!(unsafe { place.assume_init() }, n as u32);
    }
}

#[cfg_attr(feature = "checked", ignore = "about chunks")]
#[test]
fn cx07_the_newest_block_grows_in_place() {
    scope!(cx);
    let mut buf = buffer(cx, 10);
    let at = buf.as_ptr();
    cx.alloc([0_u64; 4]); // values stand at the other end of the window, and do not stop it
    for len in (20..400).step_by(20) {
        cx.alloc(len);
        buf = filled(cx.grow(buf, len), len - 20);
        assert_eq!(buf.as_ptr(), at);
    }
    check(&buf);
}

#[test]
fn cx07_another_block_moves_and_keeps_its_contents() {
    scope!(cx);
    let buf = buffer(cx, 10);
    let (at, text) = (buf.as_ptr(), cx.alloc_str("behind it"));
    let buf = filled(cx.grow(buf, 50), 10);
    assert_ne!(buf.as_ptr(), at);
    check(&buf);
    assert_eq!(text, "behind it");
}

#[cfg_attr(feature = "checked", ignore = "about chunks")]
#[test]
fn cx07_shrinking_is_free_and_gives_the_tail_back() {
    scope!(cx);
    let buf = buffer(cx, 100);
    let at = buf.as_ptr();
    let buf = cx.shrink(buf, 3);
    assert_eq!((buf.len(), buf.as_ptr()), (3, at));
    check(&buf);
    let next = buffer(cx, 4);
    assert_eq!(next.as_ptr(), at.wrapping_add(3), "the next block stands where the tail was");
    let buf = cx.shrink(buf, 1); // not the newest any more: stays in place, too
    assert_eq!(buf.as_ptr(), at);
    check(&buf);
    check(&next);
    let empty = cx.shrink(next, 0);
    check(&filled(cx.grow(empty, 70), 0));
}

#[test]
fn cx07_a_failed_growth_leaves_the_old_contents() {
    balanced(|| {
        scope!(cx);
        let buf = buffer(cx, 400);
        let (buf, error) = match with_chunks(0, || cx.try_grow(buf, 100_000)) {
            Ok(_) => panic!("there was no memory"),
            Err((error, buf)) => (buf, error),
        };
        assert_eq!((error.size(), error.align()), (400_000, 4));
        check(&buf);
        let (error, buf) = cx.try_grow(buf, usize::MAX).map(drop).unwrap_err();
        assert_eq!(error.size(), usize::MAX);
        check(&filled(cx.grow(buf, 401), 400));
    });
}

#[cfg_attr(feature = "checked", ignore = "about chunks")]
#[test]
fn cx07_free_gives_the_newest_back_at_both_ends() {
    scope!(cx);
    let top = cx.boxed([1_u64; 5]);
    let (top_at, buf) = (&raw const *top, buffer(cx, 5));
    let buf_at = buf.as_ptr();
    cx.free(top);
    cx.free(buf);
    assert_eq!(&raw const *cx.boxed([2_u64; 5]), top_at);
    assert_eq!(buffer(cx, 5).as_ptr(), buf_at);
    // A block that is not the newest stays until the scope ends.
    let older = cx.boxed(7_u64);
    let newer = cx.boxed(8_u64);
    cx.free(older);
    assert_eq!(*newer, 8);
    assert_ne!(&raw const *cx.boxed(9_u64), &raw const *newer);
    assert_eq!(*newer, 8);
}

#[cfg_attr(feature = "checked", ignore = "about chunks")]
#[test]
fn cx07_blocks_freed_in_reverse_leave_no_trace() {
    scope!(cx);
    let start = (&raw const *cx.alloc(0_u64)).addr();
    for _ in 0..1000 {
        let many: Vec<_> = (0..20_u64).map(|n| cx.boxed([n; 3])).collect();
        for boxed in many.into_iter().rev() {
            cx.free(boxed);
        }
    }
    assert_eq!((&raw const *cx.alloc(0_u64)).addr(), start - 8);
}

#[cfg_attr(feature = "checked", ignore = "about chunks")]
#[test]
fn cx06_an_oversized_request_leaves_the_window_and_earlier_pointers_alone() {
    balanced(|| {
        scope!(cx);
        let mut blocks = Blocks::default();
        let small = Layout::new::<u64>();
        let first = cx.alloc_layout(small);
        blocks.add(first, small);
        for size in [10_000, 100_000, 5 << 20] {
            let huge = Layout::from_size_align(size, 64).unwrap();
            blocks.add(cx.alloc_layout(huge), huge);
        }
        let next = cx.alloc_layout(small);
        assert_eq!(next.addr().get(), first.addr().get() - 8, "the small ones go on where they were");
        blocks.add(next, small);
        blocks.check();
    });
}

#[cfg_attr(feature = "checked", ignore = "about chunks")]
#[test]
fn cx06_chunks_double_so_that_their_number_stays_small() {
    balanced(|| {
        let (_, used) = measure(|| {
            scope!(cx);
            for n in 0..1_000_000_u64 {
                assert_eq!(*cx.alloc(n), n);
            }
        });
        assert!(used.chunks < 20, "{used:?}");
    });
}

#[cfg_attr(feature = "checked", ignore = "about chunks")]
#[test]
fn cx06_at_exit_extra_chunks_go_and_some_stay_for_the_next_scope() {
    memscope::trim();
    let before = common::usage().chunk_bytes;
    {
        scope!(cx);
        cx.alloc(1);
        cx.alloc_slice_default::<u8>(8 << 20);
    }
    let kept = common::usage().chunk_bytes - before;
    assert!((1..=2 << 20).contains(&kept), "{kept} bytes stay");
    memscope::trim();
}

#[test]
fn cx08_allocating_outside_while_an_inner_scope_is_open_is_safe() {
    balanced(|| {
        scope!(cx);
        let mut outer = Blocks::default();
        for round in 0..50_usize {
            scope!(tmp in cx);
            let mut inner = Blocks::default();
            for n in 0..40 {
                let layout = Layout::from_size_align(n * round % 97 + 1, 1 << (n % 5)).unwrap();
                inner.add(tmp.alloc_layout(layout), layout);
                outer.add(cx.alloc_layout(layout), layout);
                scope!(deeper in tmp);
                let mut deepest = Blocks::default();
                deepest.add(deeper.alloc_layout(layout), layout);
                outer.add(cx.alloc_layout(layout), layout);
                inner.add(tmp.alloc_layout(layout), layout);
                deepest.check();
            }
            inner.check();
        }
        outer.check();
    });
}

#[test]
fn pg08_a_container_grows_in_its_own_scope() {
    balanced(|| {
        scope!(cx);
        let mut buf = buffer(cx, 1);
        for len in 2..2000 {
            scope!(row in cx);
            let noise = row.alloc([len; 20]);
            buf = filled(cx.grow(buf, len), len - 1);
            assert_eq!(noise, &[len; 20]);
        }
        check(&buf);
    });
}

#[test]
fn pg08_vectors_and_strings_grow_in_their_own_scopes() {
    balanced(|| {
        scope!(cx);
        let (mut numbers, mut text) = (cx.vec(), cx.string());
        for n in 0..3000_u32 {
            scope!(row in cx);
            let mut digits = row.vec();
            numbers.push(n);
            digits.extend(n.to_string().bytes());
            text.push_str("abc");
            digits.push(b' ');
            numbers.push(n);
            assert_eq!(digits, format!("{n} ").as_bytes());
        }
        assert!(numbers.iter().copied().eq((0..3000).flat_map(|n| [n, n])));
        assert_eq!(text, "abc".repeat(3000));
    });
}

#[test]
fn cx08_freeing_outside_while_an_inner_scope_is_open() {
    balanced(|| {
        scope!(cx);
        let kept = cx.alloc([3_u64; 4]);
        let newest = cx.boxed([4_u64; 4]);
        {
            scope!(tmp in cx);
            let inner = tmp.alloc([5_u64; 4]);
            cx.free(newest); // raises the outer scope's end of a window that is lent
            let other = tmp.alloc([6_u64; 4]);
            assert_eq!((&*inner, &*other), (&[5; 4], &[6; 4]));
        }
        let again = cx.alloc([7_u64; 4]);
        assert_eq!((&*kept, &*again), (&[3; 4], &[7; 4]));
        // Freed while lent, and then moved on from: the tail is the next inner scope's.
        let newest = cx.boxed([8_u64; 4]);
        for _ in 0..3 {
            scope!(tmp in cx);
            let inner = tmp.alloc([9_u64; 50]);
            if tmp.name() == "tmp" {
                cx.alloc([10_u64; 30]);
            }
            assert_eq!(inner, &[9; 50]);
        }
        assert_eq!(*newest, [8; 4]);
        cx.free(newest);
        assert_eq!((&*kept, &*again), (&[3; 4], &[7; 4]));
    });
}
