//! For whichever version of the trait the module around this is.

use std::alloc::Layout;
use std::ptr::NonNull;

use memscope::source::{Limited, Tracking};
use memscope::{Cause, MemCx, scope, with_scope, with_scope_on};

use super::Adapter;
use super::api::alloc::{Allocator, Global};
use super::api::boxed::Box;
use super::api::vec::Vec;

fn layout(size: usize, align: usize) -> Layout {
    Layout::from_size_align(size, align).unwrap()
}

/// A block filled with `byte`.
fn filled(cx: &MemCx<'_>, layout: Layout, byte: u8) -> NonNull<u8> {
    let block = cx.allocate(layout).unwrap();
    assert_eq!(block.len(), layout.size());
    assert!(block.cast::<u8>().addr().get().is_multiple_of(layout.align()));
    // SAFETY: fresh memory of that size.
    unsafe { block.cast::<u8>().write_bytes(byte, layout.size()) };
    block.cast()
}

fn bytes<'a>(_: &MemCx<'a>, block: NonNull<[u8]>) -> &'a [u8] {
    // SAFETY: the tests look at blocks of the scope that they have written, and do not write afterwards.
    unsafe { block.as_ref() }
}

#[test]
fn cx02_containers_of_another_crate() {
    scope!(cx);
    let mut v = Vec::new_in(cx);
    let mut boxes = Vec::new_in(cx);
    for n in 0..1000_u32 {
        v.push(n);
        boxes.push(Box::new_in(n.to_string(), cx));
    }
    v.shrink_to_fit();
    assert!(v.iter().copied().eq(0..1000));
    assert!(boxes.iter().zip(0..).all(|(b, n): (_, u32)| **b == n.to_string()));
}

#[cfg_attr(feature = "checked", ignore = "about chunks")]
#[test]
fn cx02_a_vector_grows_in_place() {
    scope!(cx);
    let mut v = Vec::with_capacity_in(4, cx);
    v.extend([0_u64; 4]);
    let at = v.as_ptr();
    v.extend([0; 60]);
    assert_eq!(v.as_ptr(), at);
}

#[cfg_attr(feature = "checked", ignore = "about chunks")]
#[test]
fn cx07_grow_and_shrink_in_place_if_newest() {
    // By reference, since the handle has a `grow` and a `shrink` of its own.
    with_scope(|ref cx| {
        let (small, large) = (layout(10, 1), layout(100, 1));
        let a = filled(cx, small, 1);
        // SAFETY: each block is passed with the layout that it has, and not used afterwards.
        unsafe {
            let grown = cx.grow(a, small, large).unwrap();
            assert_eq!((grown.cast(), grown.len(), &bytes(cx, grown)[..10]), (a, 100, &[1; 10][..]));
            let shrunk = cx.shrink(a, large, small).unwrap();
            assert_eq!((shrunk.cast(), shrunk.len()), (a, 10));
            let b = filled(cx, small, 2);
            assert_eq!(b, a.add(10), "what was cut off is used again");
            let moved = cx.grow(a, small, large).unwrap();
            assert_ne!(moved.cast(), a, "`b` is in the way");
            assert_eq!((&bytes(cx, moved)[..10], b.read()), (&[1; 10][..], 2));
            assert_eq!(cx.shrink(b, small, layout(5, 1)).unwrap().cast(), b, "shrinking never moves");
            cx.deallocate(moved.cast(), large);
            assert_eq!(filled(cx, small, 3), moved.cast());
        }
    });
}

#[test]
fn cx07_resizing_respects_a_larger_alignment() {
    with_scope(|ref cx| {
        cx.alloc_str("x");
        let (small, wide) = (layout(64, 1), layout(64, 64));
        for (old, new) in [(small, layout(128, 64)), (layout(128, 1), wide)] {
            for _ in 0..3 {
                let a = filled(cx, old, 7);
                // SAFETY: the block is passed with the layout that it has, and not used afterwards.
                let moved = unsafe {
                    if new.size() > old.size() { cx.grow(a, old, new) } else { cx.shrink(a, old, new) }.unwrap()
                };
                assert!(moved.cast::<u8>().addr().get().is_multiple_of(64));
                assert!(bytes(cx, moved)[..64].iter().all(|b| *b == 7));
                cx.alloc_str("y");
            }
        }
    });
}

#[test]
fn pg06_zeroed_and_zero_sized() {
    with_scope(|ref cx| {
        let none = layout(0, 32);
        let dirty = filled(cx, layout(64, 8), 0xFF);
        // SAFETY: each block is passed with the layout that it has, and not used afterwards.
        unsafe {
            cx.deallocate(dirty, layout(64, 8));
            assert!(bytes(cx, cx.allocate_zeroed(layout(64, 8)).unwrap()).iter().all(|b| *b == 0));
            let block = filled(cx, layout(8, 8), 1);
            let grown = cx.grow_zeroed(block, layout(8, 8), layout(64, 8)).unwrap();
            assert_eq!((&bytes(cx, grown)[..8], &bytes(cx, grown)[8..]), (&[1; 8][..], &[0; 56][..]));
            let empty = filled(cx, none, 0);
            let grown = cx.grow(empty, none, layout(40, 32)).unwrap();
            assert!(grown.cast::<u8>().addr().get().is_multiple_of(32));
            let back = cx.shrink(grown.cast(), layout(40, 32), none).unwrap();
            assert_eq!(back.len(), 0);
            cx.deallocate(back.cast(), none);
        }
    });
}

#[test]
fn cx12_too_much_is_an_error() {
    scope!(cx, limit = 4096);
    assert!(cx.allocate(layout(isize::MAX as usize - 64, 1)).is_err());
    let mut v: Vec<u64, _> = Vec::new_in(cx);
    v.try_reserve(100).unwrap();
    v.extend(0..100);
    assert!(v.try_reserve(10_000).is_err());
    assert!(v.iter().copied().eq(0..100));
}

#[test]
fn pg08_growth_in_an_inner_scope_is_of_the_outer() {
    scope!(outer);
    let mut v = Vec::new_in(outer);
    for n in 0..100 {
        scope!(inner in outer);
        inner.alloc_str("scratch");
        v.push(n);
    }
    assert!(v.iter().copied().eq(0..100));
}

#[test]
fn al02_an_allocator_is_a_source() {
    let source = Tracking::new(Limited::new(Adapter(Global), 100_000));
    let refused = with_scope_on(&source, |cx| {
        let texts = cx.alloc_iter((0..100).map(|n| &*cx.alloc_fmt(format_args!("text {n}"))));
        assert!(texts.iter().zip(0..).all(|(text, n)| **text == format!("text {n}")));
        cx.try_alloc_slice_default::<u8>(100_000).map(drop)
    });
    assert_eq!(refused.unwrap_err().cause(), Cause::OutOfMemory);
    assert!(source.total().peak > 1000);
    assert_eq!(source.total().live, 0);
}

/// A scope on a scope, by way of the foreign trait in both directions; and a container in the inner one.
#[test]
fn al03_a_scope_on_an_allocator_that_is_a_scope() {
    scope!(outer);
    let sum = with_scope_on(Adapter(outer), |inner| {
        let mut list = Vec::new_in(inner);
        list.extend(0..1000_u64);
        list.iter().sum::<u64>()
    });
    assert_eq!(sum, 499_500);
    let mut after = Vec::new_in(outer);
    after.push(1);
    assert_eq!(after[..], [1]);
}
