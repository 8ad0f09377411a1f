//! `ThinVec`: a vector without a handle, and the other things that need none because of the brand.

mod common;
mod counted;

use std::collections::HashSet;
use std::fmt::Display;
use std::iter::repeat_n;
use std::mem::take;
use std::thread;

use common::balanced;
use counted::{Ledger, Liar, message_of, panic_at_each};
use memscope::source::{Failing, Heap};
use memscope::{
    Carried, CopyIn, Keepable, Kept, MemBox, MemCx, MemVec, ThinVec, scope, unsize, vec_in, with_scope, with_scope_on,
};

#[test]
fn nx02_sizes_in_words() {
    const WORD: usize = size_of::<usize>();
    assert_eq!(size_of::<MemBox<'_, [u64; 9]>>(), WORD);
    assert_eq!(size_of::<Option<MemBox<'_, u8>>>(), WORD);
    // Pointers to what is unsized have a second word in themselves.
    assert_eq!(size_of::<MemBox<'_, [u64]>>(), 2 * WORD);
    assert_eq!(size_of::<MemBox<'_, str>>(), 2 * WORD);
    assert_eq!(size_of::<Option<MemBox<'_, dyn Display>>>(), 2 * WORD);
    assert_eq!(size_of::<ThinVec<'_, u64>>(), WORD + 8);
    assert_eq!(size_of::<Option<ThinVec<'_, u64>>>(), WORD + 8);
    assert_eq!(size_of::<MemVec<'_, u64>>(), 4 * WORD);
}

#[cfg_attr(feature = "checked", ignore = "about chunks")]
#[test]
fn pg07_a_box_is_freed_through_its_scope_whatever_is_in_it() {
    scope!(cx);
    let start = cx.ends();
    for _ in 0..10_000 {
        cx.free(cx.boxed([0_u64; 8]));
        cx.free(unsize!(cx.boxed(7_u32) => dyn Display));
        cx.free(unsize!(cx.boxed([1_u8; 100]) => [u8]));
        cx.free(ThinVec::from_iter_in(0..100_u8, cx).into_boxed_slice());
        ThinVec::from_iter_in(0..100_u8, cx).free(cx);
    }
    assert_eq!(cx.ends(), start);
}

/// Where the next value and the next buffer would stand.
trait Ends {
    fn ends(self) -> (usize, usize);
}

impl Ends for MemCx<'_> {
    fn ends(self) -> (usize, usize) {
        let value = self.boxed(0_u64);
        let buffer = self.boxed_uninit_slice::<u8>(1);
        let ends = ((&raw const *value).addr(), buffer.as_ptr().addr());
        self.free(value);
        self.free(buffer);
        ends
    }
}

#[test]
fn pg07_does_what_a_vector_does() {
    scope!(cx);
    let mut v = ThinVec::new();
    assert!(v.is_empty() && v.capacity() == 0);
    v.extend(cx, 0..5);
    v.insert(cx, 0, 10);
    v.insert(cx, 6, 20);
    assert_eq!(v, [10, 0, 1, 2, 3, 4, 20]);
    assert_eq!((v.remove(0), v.swap_remove(1), v.pop()), (10, 1, Some(4)));
    assert_eq!(v, [0, 20, 2, 3]);
    v.truncate(9);
    v.truncate(2);
    v.extend_from_slice(cx, &[5, 6]);
    v[0] += 1;
    v.sort_unstable();
    assert_eq!(v, &[1, 5, 6, 20][..]);
    v.clear();
    assert_eq!((v.pop(), v.len()), (None, 0));

    let a = ThinVec::from_iter_in([1, 2], cx);
    let b = a.clone_in(cx);
    assert!(a == b && a.cmp(&b).is_eq() && a < ThinVec::from_iter_in([1, 3], cx));
    assert_eq!(HashSet::from([a.clone_in(cx), b]).len(), 1);
    assert_eq!(format!("{a:?}"), "[1, 2]");
    assert_eq!((&a).into_iter().sum::<i32>(), 3);
    assert_eq!(*a.into_slice(), [1, 2]);
}

#[cfg_attr(feature = "checked", ignore = "about chunks")]
#[test]
fn pg07_capacity() {
    scope!(cx);
    let mut v = ThinVec::<u32>::with_capacity_in(10, cx);
    assert_eq!((v.len(), v.capacity()), (0, 10));
    let at = v.as_ptr();
    v.extend(cx, 0..10);
    assert_eq!(v.as_ptr(), at);
    v.reserve_exact(cx, 3);
    assert_eq!((v.capacity(), v.as_ptr()), (13, at)); // the newest buffer, in place
    v.push(cx, 10);
    v.reserve(cx, 3);
    assert_eq!(v.capacity(), 26);
    v.shrink_to(cx, 20);
    assert_eq!(v.capacity(), 20);
    v.shrink_to_fit(cx);
    assert_eq!((v.capacity(), v.as_ptr()), (11, at));
    cx.alloc_str("behind it");
    v.push(cx, 11);
    assert!(v.as_ptr() != at && v.iter().copied().eq(0..12));
}

#[test]
fn pg07_the_values_of_an_outer_scope_grow_while_an_inner_one_is_open() {
    scope!(cx);
    let mut lists = ThinVec::<ThinVec<'_, u32>>::new();
    for n in 0..100 {
        scope!(tmp in cx);
        let mut squares = ThinVec::new();
        squares.extend(tmp, (0..n).map(|i| i * i));
        let mut kept = ThinVec::new();
        for square in &squares {
            kept.push(cx, *square);
        }
        lists.push(cx, kept);
    }
    assert_eq!(lists.iter().map(|list| list.len()).sum::<usize>(), 4950);
    assert_eq!(lists[99][98], 98 * 98);
}

#[test]
fn pg07_values_are_dropped_once() {
    let ledger = Ledger::new(0);
    balanced(|| {
        scope!(cx);
        let mut v = ThinVec::from_iter_in(ledger.values(6), cx);
        drop(v.remove(0));
        drop(v.swap_remove(0));
        v.truncate(3);
        assert_eq!(ledger.alive(), 3);
        drop(v.pop());
        let mut w = take(&mut v);
        w.push(cx, ledger.value(9));
        let boxed = w.into_boxed_slice();
        assert_eq!(ledger.alive(), 3);
        drop(boxed);
        ThinVec::from_iter_in(ledger.values(3), cx).free(cx);
        drop(ThinVec::from_vec(MemVec::from_iter_in(ledger.values(3), cx)));
        drop(ThinVec::from_iter_in(ledger.values(3), cx).into_vec(cx));
        assert_eq!(ledger.alive(), 0);
        for value in ThinVec::from_iter_in(ledger.values(2), cx).leak() {
            // SAFETY: nobody drops a value that is leaked.
            unsafe { std::ptr::drop_in_place(value) };
        }
    });
    ledger.assert_balanced();
}

#[test]
fn pg16_panic_at_every_call_of_user_code() {
    panic_at_each(|l| {
        with_scope(|cx| {
            let mut v = ThinVec::from_iter_in(l.values(3), cx);
            v.extend(
                cx,
                (0..3).map(|id| {
                    l.tick();
                    l.value(id)
                }),
            );
            let mut w = v.clone_in(cx);
            w.extend_from_slice(cx, &v);
            w.truncate(1);
            drop(w.swap_remove(0));
            assert!(v == v.clone_in(cx));
            v.free(cx);
        });
    });
}

#[test]
fn pg16_lying_iterators() {
    scope!(cx);
    for hint in [(0, Some(0)), (1000, None), (usize::MAX, None), (3, Some(1))] {
        let mut v = ThinVec::from_iter_in(Liar(0..20_u8, hint), cx);
        v.extend(cx, Liar(20..40_u8, hint));
        assert!(v.iter().copied().eq(0..40));
        let units = ThinVec::from_iter_in(Liar(repeat_n((), 20), hint), cx);
        assert_eq!(units.len(), 20);
    }
}

#[test]
fn cx12_too_many_is_an_error() {
    scope!(cx);
    const MOST: usize = u32::MAX as usize;
    let mut units = ThinVec::new();
    assert_eq!(units.capacity(), MOST);
    units.push(cx, ());
    assert_eq!(units.as_ptr().addr(), 1);
    // SAFETY: any number of zero-sized values needs no memory.
    unsafe { units.set_len(MOST - 1) };
    units.push(cx, ());
    assert!(units.try_push(cx, ()).is_err() && units.try_insert(cx, 0, ()).is_err());
    assert!(units.try_extend(cx, [()]).is_err() && units.try_extend_from_slice(cx, &[()]).is_err());
    assert!(units.try_reserve(cx, 1).is_err() && units.try_reserve(cx, 0).is_ok());
    assert_eq!((units.len(), units.pop()), (MOST, Some(())));
    let mut vec = units.into_vec(cx);
    vec.extend([(), ()]);
    let vec = ThinVec::try_from_vec(vec).unwrap_err();
    assert_eq!(vec.len(), MOST + 1);
    assert!(message_of(|| ThinVec::from_vec(vec)).contains("scope `cx` cannot allocate"));

    let mut bytes = ThinVec::from_iter_in([7_u8], cx);
    for error in [
        bytes.try_reserve(cx, MOST).unwrap_err(),
        bytes.try_reserve_exact(cx, usize::MAX).unwrap_err(),
        ThinVec::<u64>::try_with_capacity_in(MOST + 1, cx).unwrap_err(),
    ] {
        assert_eq!(error.size(), usize::MAX);
    }
    assert!(message_of(|| ThinVec::<u8>::with_capacity_in(MOST + 1, cx)).contains("scope `cx`"));
    assert_eq!(bytes, [7]);
}

#[test]
fn cx07_a_failed_try_leaves_the_contents() {
    let ledger = Ledger::new(0);
    for n in 0.. {
        let source = Failing::from(Heap, n);
        let done = with_scope_on(&source, |cx| {
            let mut v = ThinVec::new();
            for id in 0..200 {
                let before = v.len();
                if v.try_push(cx, ledger.value(id)).is_err() {
                    assert_eq!((v.len(), ledger.alive()), (before, before));
                    assert!(v.iter().map(|value: &counted::Counted<'_>| value.id).eq(0..id));
                    assert!(v.try_reserve(cx, 1000).is_err());
                    return false;
                }
            }
            v.try_insert(cx, 0, ledger.value(200)).is_ok()
        });
        ledger.assert_balanced();
        if done {
            assert!(n > 1);
            break;
        }
    }
}

#[repr(align(256))]
#[derive(Clone, Copy, PartialEq, Debug)]
struct Wide(u8);

#[test]
fn cx09_over_aligned_values() {
    scope!(cx);
    let mut v = ThinVec::new();
    for n in 0..50 {
        cx.alloc_str("x");
        v.push(cx, Wide(n));
        assert!(v.as_ptr().addr().is_multiple_of(256));
    }
    assert!(v.iter().map(|wide| wide.0).eq(0..50));
    v.free(cx);
}

/// The vector itself goes to the thread; a `MemVec` cannot.
#[test]
fn pg07_travels_and_is_shared() {
    scope!(cx);
    let v = ThinVec::from_iter_in((0..10).map(|n| n.to_string()), cx);
    let total: usize = thread::scope(|threads| {
        let shared = threads.spawn(|| v.len()).join().unwrap();
        shared + v.iter().map(String::len).sum::<usize>()
    });
    assert_eq!(total, 20);
    thread::scope(|threads| threads.spawn(move || drop(v)).join().unwrap());
}

#[derive(Keepable, Carried, CopyIn)]
struct Tree<'mcx> {
    name: u32,
    below: ThinVec<'mcx, Tree<'mcx>>,
}

fn grown<'mcx>(cx: MemCx<'mcx>, depth: u32) -> Tree<'mcx> {
    let mut tree = Tree { name: depth, below: ThinVec::new() };
    for n in 0..depth {
        tree.below.push(cx, grown(cx, n));
    }
    tree
}

fn count(tree: &Tree<'_>) -> u32 {
    1 + tree.below.iter().map(count).sum::<u32>()
}

/// After a commit the memory is the parent's, and so is what the brand says.
#[test]
fn pg14_carried_out_of_a_transaction_it_grows_in_the_parent() {
    scope!(cx);
    let mut trees = vec_in![cx];
    for _ in 0..10 {
        let tree = cx.transaction::<Tree<'static>, ()>(|tx, _| Ok(grown(tx, 6)));
        trees.push(tree.unwrap());
    }
    for tree in &mut trees {
        for _ in 0..10 {
            let leaf = grown(cx, 0);
            tree.below.push(cx, leaf);
        }
        take(&mut tree.below[5].below).free(cx);
    }
    assert_eq!(trees.iter().map(count).sum::<u32>(), 10 * (64 + 10 - 31));
}

#[test]
fn kp05_the_root_of_an_owner() {
    let squares = Kept::<ThinVec<'static, u64>>::new(|cx| ThinVec::from_iter_in((0..9).map(|n| n * n), cx));
    let sum = thread::spawn(move || squares.with(|squares| squares.iter().sum::<u64>())).join().unwrap();
    assert_eq!(sum, 204);
}

#[test]
fn kp12_a_deep_copy() {
    scope!(outer);
    let copy = {
        scope!(cx);
        let tree = grown(cx, 5);
        tree.copy_in(outer)
    };
    assert_eq!((count(&copy), copy.name), (32, 5));
}

#[test]
fn pg10_a_thin_vector_recycles() {
    scope!(cx, recycle, limit = 8192);
    for _ in 0..10_000 {
        let mut a = ThinVec::<u64>::new();
        let mut b = ThinVec::<u64>::new();
        for n in 0..32 {
            a.push(cx, n);
            b.push(cx, n);
        }
        a.free(cx);
        b.free(cx);
    }
}
