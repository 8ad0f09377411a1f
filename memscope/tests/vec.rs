//! `MemVec` does what `Vec` is documented to do, in a scope.

mod counted;

use std::cell::Cell;
use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher, RandomState};
use std::io::Write;

use counted::{Ledger, Liar, message_of, panic_at_each};
use memscope::{MemBox, MemCx, MemVec, scope, vec_in, with_scope};

#[test]
fn cx09_making_one() {
    scope!(cx);
    let empty: MemVec<'_, String> = cx.vec();
    assert_eq!((empty.len(), empty.capacity(), empty.is_empty()), (0, 0, true));
    let roomy = cx.vec_with_capacity::<u16>(10);
    assert_eq!((roomy.len(), roomy.capacity()), (0, 10));
    assert_eq!(vec_in![cx; 1, 2, 3], [1, 2, 3]);
    assert_eq!(vec_in![cx; 1, 2, 3,], [1, 2, 3]);
    assert_eq!(vec_in![cx; String::from("a"); 3], ["a", "a", "a"]);
    assert_eq!(vec_in![cx; String::from("a"); 0], [""; 0]);
    let mut none = vec_in![cx];
    none.push(1);
    assert_eq!(MemVec::from_iter_in(0..4, cx), [0, 1, 2, 3]);
    assert_eq!(MemVec::from_array_in([Box::new(1)], cx), [Box::new(1)]);
    assert_eq!(none.cx().name(), "cx");
    assert_eq!(size_of::<MemVec<'_, u8>>(), 4 * size_of::<usize>());
}

#[cfg_attr(feature = "checked", ignore = "about chunks")]
#[test]
fn cx09_capacity() {
    scope!(cx);
    let mut v = cx.vec::<u64>();
    v.reserve(10);
    assert!(v.capacity() >= 10);
    let cap = v.capacity();
    v.reserve(cap);
    assert_eq!(v.capacity(), cap, "there was room");
    v.extend(0..3);
    v.reserve_exact(100);
    assert_eq!(v.capacity(), 103);
    v.shrink_to(50);
    assert_eq!(v.capacity(), 50);
    v.shrink_to(70);
    assert_eq!(v.capacity(), 50, "shrinking does not grow");
    v.shrink_to_fit();
    assert_eq!((v.capacity(), &v[..]), (3, &[0, 1, 2][..]));
    v.clear();
    assert_eq!((v.capacity(), v.len()), (3, 0));
    v.shrink_to_fit();
    assert_eq!(v.capacity(), 0);
    v.push(1);
    assert_eq!(v, [1]);
}

#[test]
fn cx09_spare_capacity_and_set_len() {
    scope!(cx);
    let mut v = cx.vec_with_capacity::<u8>(4);
    v.push(1);
    let spare = v.spare_capacity_mut();
    assert_eq!(spare.len(), 3);
    spare[0].write(2);
    // SAFETY: the second value has been written.
    unsafe { v.set_len(2) };
    assert_eq!(v, [1, 2]);
}

#[cfg_attr(feature = "checked", ignore = "about chunks")]
#[test]
fn cx07_growth_is_in_place_beside_values() {
    scope!(cx);
    let mut v = cx.vec_with_capacity::<u64>(4);
    v.extend(0..4);
    let at = v.as_ptr();
    let neighbour = cx.alloc(7_u64);
    v.extend(4..16);
    assert_eq!(v.as_ptr(), at, "values stand at the other end of the window");
    let buffer = cx.alloc_str("in the way");
    v.extend(16..64);
    assert_ne!(v.as_ptr(), at, "a newer buffer is in the way");
    assert!(v.iter().copied().eq(0..64));
    assert_eq!((*neighbour, &*buffer), (7, "in the way"));
}

#[cfg_attr(feature = "checked", ignore = "about chunks")]
#[test]
fn cx07_dropping_and_shrinking_give_back() {
    scope!(cx);
    let first = cx.vec_with_capacity::<u64>(16);
    let at = first.as_ptr();
    drop(first);
    let mut second = cx.vec_with_capacity::<u64>(16);
    assert_eq!(second.as_ptr(), at);
    second.push(1);
    let kept = second.into_slice();
    let third = cx.vec_with_capacity::<u64>(1);
    assert_eq!(third.as_ptr(), at.wrapping_add(1), "what was behind the slice is used again");
    assert_eq!(kept, [1]);
}

#[test]
fn pg08_growth_in_an_inner_scope_is_of_the_outer() {
    scope!(outer);
    let mut v = outer.vec::<u32>();
    let mut words = outer.vec::<&str>();
    for round in 0..50 {
        scope!(inner in outer);
        let scratch = inner.alloc_slice_fill_with(100, |i| i as u32 + round);
        v.extend_from_slice(scratch);
        words.push(outer.alloc_str(inner.alloc_fmt(format_args!("round {round}"))));
    }
    assert_eq!(v.len(), 5000);
    assert!((0..50).all(|round| (0..100).all(|i| v[(round * 100 + i) as usize] == i + round)));
    assert_eq!((words[0], words[49]), ("round 0", "round 49"));
}

#[test]
fn cx12_overflow_is_an_error() {
    scope!(cx);
    let mut v = vec_in![cx; 1_u64, 2];
    let huge = isize::MAX as usize / 8 + 1;
    assert_eq!(v.try_reserve(usize::MAX).unwrap_err().cause(), memscope::Cause::CapacityOverflow);
    assert_eq!(v.try_reserve_exact(huge).unwrap_err().cause(), memscope::Cause::CapacityOverflow);
    assert_eq!(v.try_resize(usize::MAX, 0).unwrap_err().cause(), memscope::Cause::CapacityOverflow);
    assert!(cx.try_vec_with_capacity::<u64>(huge).is_err());
    assert!(message_of(|| v.reserve(usize::MAX)).contains("exceeds `isize::MAX` bytes"));
    assert_eq!(v, [1, 2]);
    let mut zst = vec_in![cx; (); 3];
    assert!(zst.try_reserve(usize::MAX).is_err());
    // SAFETY: values without size need no memory, and these are `Copy`.
    unsafe { zst.set_len(usize::MAX) };
    assert!(zst.try_push(()).is_err());
    assert_eq!(zst.len(), usize::MAX);
}

#[cfg_attr(feature = "checked", ignore = "about chunks")]
#[test]
fn cx07_a_failed_try_leaves_the_contents() {
    scope!(cx, name = "small", limit = 4096);
    let mut v = cx.vec::<String>();
    while v.try_push(format!("value {}", v.len())).is_ok() {}
    let (len, cap) = (v.len(), v.capacity());
    assert!(len > 50 && len == cap);
    let error = v.try_push(String::new()).unwrap_err();
    assert_eq!((error.scope(), error.cause()), ("small", memscope::Cause::Limit));
    v.try_insert(0, String::new()).unwrap_err();
    v.try_reserve(1).unwrap_err();
    v.try_reserve_exact(1).unwrap_err();
    v.try_extend([String::new()]).unwrap_err();
    v.try_extend_from_slice(&[String::new()]).unwrap_err();
    v.try_extend_from_within(..1).unwrap_err();
    v.try_resize(len + 1, String::new()).unwrap_err();
    v.try_resize_with(len + 1, String::new).unwrap_err();
    v.try_split_off(0).unwrap_err();
    {
        scope!(other);
        v.try_append(&mut vec_in![other; String::new()]).unwrap_err();
    }
    assert!(MemVec::try_from_iter_in((0..10_000).map(|n| n.to_string()), cx).is_err());
    assert!(MemVec::try_from_array_in([const { String::new() }; 1000], cx).is_err());
    assert!(MemVec::try_from_elem_in(String::new(), 1000, cx).is_err());
    assert!(cx.try_vec_with_capacity::<String>(1000).is_err());
    assert!(message_of(|| v.push(String::new())).contains("scope `small` cannot allocate"));
    assert_eq!((v.len(), v.capacity()), (len, cap));
    assert!(v.iter().enumerate().all(|(i, s)| *s == format!("value {i}")));
}

#[test]
fn cx07_a_panicking_push_loses_one_value() {
    let ledger = Ledger::new(0);
    {
        scope!(cx, limit = 1024);
        let mut v = cx.vec();
        message_of(|| {
            loop {
                v.push(ledger.value(0));
            }
        });
        assert_eq!(ledger.alive(), v.len());
    }
    ledger.assert_balanced();
}

#[test]
fn pg16_lying_iterators() {
    scope!(cx);
    for hint in [(0, Some(0)), (0, None), (2, Some(2)), (1000, None), (usize::MAX, None)] {
        let mut v = vec_in![cx; 0];
        v.extend(Liar(1..6, hint));
        assert_eq!(v, [0, 1, 2, 3, 4, 5]);
        assert_eq!(MemVec::from_iter_in(Liar(0..3, hint), cx), [0, 1, 2]);
        let old: Vec<_> = v.splice(1..3, Liar(10..15, hint)).collect();
        assert_eq!((old, &v[..]), (vec![1, 2], &[0, 10, 11, 12, 13, 14, 3, 4, 5][..]));
    }
}

#[test]
fn cx09_an_iterator_may_allocate_in_the_same_scope() {
    scope!(cx);
    let mut v = cx.vec();
    v.extend((0..100).map(|n| &*cx.alloc_fmt(format_args!("<{n}>"))));
    assert!(v.iter().enumerate().all(|(i, s)| *s == format!("<{i}>")));
}

#[test]
fn pg06_zst_with_drop_drops_exactly_once() {
    thread_local!(static DROPS: Cell<usize> = const { Cell::new(0) });
    #[derive(Clone)]
    struct Zst;
    impl Drop for Zst {
        fn drop(&mut self) {
            DROPS.set(DROPS.get() + 1);
        }
    }
    fn drops(f: impl FnOnce(MemCx<'_>)) -> usize {
        DROPS.set(0);
        with_scope(f);
        DROPS.get()
    }
    assert_eq!(drops(|cx| drop(vec_in![cx; Zst, Zst, Zst])), 3);
    assert_eq!(drops(|cx| drop(vec_in![cx; Zst; 5])), 5);
    assert_eq!(drops(|cx| vec_in![cx; Zst; 5].truncate(2)), 5);
    assert_eq!(drops(|cx| drop(vec_in![cx; Zst; 5].drain(1..3))), 5);
    assert_eq!(drops(|cx| drop(vec_in![cx; Zst; 5].into_iter().nth(2))), 5);
    assert_eq!(drops(|cx| drop(vec_in![cx; Zst; 5].into_boxed_slice())), 5);
    assert_eq!(drops(|cx| drop(vec_in![cx; Zst; 5].splice(1..2, [Zst, Zst]))), 7);
    assert_eq!(drops(|cx| drop(vec_in![cx; Zst; 5].split_off(2))), 5);
    assert_eq!(drops(|cx| drop(vec_in![cx; Zst; 5].swap_remove(0))), 5);
    assert_eq!(drops(|cx| drop(vec_in![cx; Zst; 5].remove(4))), 5);
    assert_eq!(drops(|cx| vec_in![cx; Zst; 5].retain(|_| false)), 5);
    assert_eq!(drops(|cx| drop(<[Zst; 2]>::try_from(vec_in![cx; Zst; 2]))), 2);
    assert_eq!(drops(|cx| assert_eq!(vec_in![cx; Zst; 5].leak().len(), 5)), 0);
    scope!(cx);
    assert_eq!(cx.vec::<Zst>().capacity(), usize::MAX);
}

#[test]
fn pg06_over_aligned_values() {
    #[derive(Clone, Copy, PartialEq, Debug)]
    #[repr(align(256))]
    struct Wide(u8);
    scope!(cx);
    cx.alloc_str("x");
    let mut v = cx.vec();
    for i in 0..100 {
        v.push(Wide(i));
        cx.alloc(i);
        if i % 7 == 0 {
            cx.alloc_str("y");
        }
        assert!(v.as_ptr().addr().is_multiple_of(256));
    }
    assert!(v.iter().zip(0..).all(|(w, i)| w.0 == i));
}

#[test]
fn cx09_insert_and_remove() {
    scope!(cx);
    let mut v = vec_in![cx; "a", "c"];
    v.insert(1, "b");
    v.insert(0, "_");
    v.insert(4, "d");
    assert_eq!(v, ["_", "a", "b", "c", "d"]);
    assert_eq!((v.remove(0), v.remove(3)), ("_", "d"));
    assert_eq!((v.swap_remove(0), &v[..]), ("a", &["c", "b"][..]));
    assert_eq!((v.swap_remove(1), v.pop(), v.pop()), ("b", Some("c"), None));
    assert_eq!(message_of(|| v.remove(0)), "removal index (is 0) should be < len (is 0)");
    assert_eq!(message_of(|| v.swap_remove(0)), "swap_remove index (is 0) should be < len (is 0)");
    assert_eq!(message_of(|| v.insert(1, "x")), "insertion index (is 1) should be <= len (is 0)");
    assert_eq!(message_of(|| v.split_off(1)), "`at` split index (is 1) should be <= len (is 0)");
    assert_eq!(message_of(|| drop(v.drain(..=0))), "the range 0..1 is not one of 0..0");
    #[allow(clippy::reversed_empty_ranges)]
    let backwards = 2..1;
    assert_eq!(message_of(|| drop(v.drain(backwards))), "the range 2..1 is not one of 0..0");
    assert!(message_of(|| drop(v.drain(..=usize::MAX))).starts_with("the range"));
}

#[test]
fn cx09_retain_and_dedup() {
    scope!(cx);
    let mut v = MemVec::from_iter_in(0..10, cx);
    v.retain(|n| n % 3 != 0);
    assert_eq!(v, [1, 2, 4, 5, 7, 8]);
    v.retain_mut(|n| {
        *n *= 10;
        *n > 20
    });
    assert_eq!(v, [40, 50, 70, 80]);
    let mut v = vec_in![cx; 1, 1, 2, 3, 3, 3, 1];
    v.dedup();
    assert_eq!(v, [1, 2, 3, 1]);
    let mut v = vec_in![cx; 10, 11, 25, 21, 30];
    v.dedup_by_key(|n| *n / 10);
    assert_eq!(v, [10, 25, 30]);
    let mut pairs = vec![];
    let mut v = vec_in![cx; 1, 2, 3, 4];
    v.dedup_by(|a, b| {
        pairs.push((*a, *b));
        *a == 2 || *a == 3
    });
    assert_eq!((pairs, &v[..]), (vec![(2, 1), (3, 1), (4, 1)], &[1, 4][..]), "against the last one that is kept");
    let mut empty = cx.vec::<u8>();
    empty.dedup();
    empty.retain(|_| unreachable!());
}

#[test]
fn cx09_a_panic_in_retain_keeps_what_was_not_seen() {
    scope!(cx);
    let mut v = MemVec::from_iter_in(0..8, cx);
    message_of(|| {
        v.retain(|n| {
            assert!(*n < 5);
            n % 2 == 0
        });
    });
    assert_eq!(v, [0, 2, 4, 5, 6, 7]);
}

#[test]
fn cx09_drain() {
    scope!(cx);
    let mut v = MemVec::from_iter_in(0..10, cx);
    {
        let mut drain = v.drain(2..6);
        assert_eq!((drain.len(), drain.size_hint()), (4, (4, Some(4))));
        assert_eq!((drain.next(), drain.next_back()), (Some(2), Some(5)));
        assert_eq!((drain.as_slice(), drain.as_ref()), (&[3, 4][..], &[3, 4][..]));
        assert_eq!(format!("{drain:?}"), "Drain([3, 4])");
    }
    assert_eq!(v, [0, 1, 6, 7, 8, 9]);
    assert!(v.drain(4..).rev().eq([9, 8]));
    assert!(v.drain(..=1).eq([0, 1]));
    assert_eq!(v.drain(1..1).next(), None);
    assert_eq!(v, [6, 7]);
    assert!(v.drain(..).eq([6, 7]) && v.is_empty());
}

#[test]
fn cx09_a_forgotten_drain_only_loses_values() {
    let ledger = Ledger::new(0);
    {
        scope!(cx);
        let mut v = MemVec::from_iter_in(ledger.values(4), cx);
        let mut drain = v.drain(1..3);
        assert_eq!(drain.next().unwrap().id, 1);
        std::mem::forget(drain);
        assert_eq!(v.len(), 1);
        v.push(ledger.value(9));
        assert!(v.iter().map(|value| value.id).eq([0, 9]));
    }
    assert_eq!(ledger.alive(), 2, "lost, but not dropped twice");
}

#[test]
fn cx09_splice() {
    scope!(cx);
    let mut v = vec_in![cx; 1, 2, 3, 4];
    assert!(v.splice(1..3, [20]).eq([2, 3]));
    assert_eq!(v, [1, 20, 4]);
    assert!(v.splice(.., 0..100).rev().eq([4, 20, 1]));
    assert!(v.iter().copied().eq(0..100));
    v.splice(1..99, []);
    assert_eq!(v, [0, 99]);
    v.splice(1..1, [5, 6, 7]);
    assert_eq!(v, [0, 5, 6, 7, 99]);
    v.splice(5.., [100]);
    assert_eq!(v, [0, 5, 6, 7, 99, 100]);
}

#[test]
fn cx09_append_and_split() {
    scope!(outer);
    let mut v = vec_in![outer; 1, 2];
    {
        scope!(inner in outer);
        let mut other = vec_in![inner; 3, 4];
        v.append(&mut other);
        assert_eq!((&v[..], other.len()), (&[1, 2, 3, 4][..], 0));
    }
    let tail = v.split_off(1);
    assert_eq!((&v[..], &tail[..]), (&[1][..], &[2, 3, 4][..]));
    assert_eq!(v.split_off(1), [0; 0]);
    assert_eq!((v.split_off(0), v.len()), (vec_in![outer; 1], 0));
}

#[test]
fn cx09_resize_and_extend() {
    scope!(cx);
    let mut v = vec_in![cx; 1];
    v.resize(3, 7);
    v.resize(3, 8);
    assert_eq!(v, [1, 7, 7]);
    v.resize(1, 0);
    let mut n = 0;
    v.resize_with(4, || {
        n += 1;
        n * 10
    });
    assert_eq!(v, [1, 10, 20, 30]);
    v.resize_with(2, || unreachable!());
    v.extend_from_within(..);
    v.extend_from_within(1..=1);
    assert_eq!(v, [1, 10, 1, 10, 10]);
    v.extend_from_slice(&[5]);
    v.extend(&[6]);
    v.extend(vec![7]);
    assert_eq!(v[5..], [5, 6, 7]);
    v.truncate(100);
    assert_eq!(v.len(), 8);
    v.truncate(0);
    assert!(v.is_empty());
}

#[test]
fn cx09_into_iter() {
    scope!(cx);
    let mut iter = MemVec::from_iter_in(["a", "b", "c", "d", "e"].map(String::from), cx).into_iter();
    assert_eq!((iter.next().as_deref(), iter.next_back().as_deref()), (Some("a"), Some("e")));
    assert_eq!((iter.len(), iter.as_slice(), iter.as_ref().len()), (3, &["b", "c", "d"].map(String::from)[..], 3));
    iter.as_mut_slice()[0].push('!');
    assert_eq!(format!("{iter:?}"), r#"IntoIter(["b!", "c", "d"])"#);
    assert!(iter.clone().eq(["b!", "c", "d"]));
    assert_eq!((iter.clone().count(), iter.clone().nth(1).as_deref()), (3, Some("c")));
    assert_eq!((iter.clone().nth(3), iter.clone().last().as_deref()), (None, Some("d")));
    assert_eq!(iter.nth(7), None);
    assert_eq!((iter.next(), iter.len()), (None, 0));
    let mut sum = 0;
    let mut v = vec_in![cx; 1, 2, 3];
    for n in &mut v {
        *n += 1;
    }
    for n in &v {
        sum += n;
    }
    for n in v {
        sum += n;
    }
    assert_eq!(sum, 18);
}

#[test]
fn cx09_ends_as_a_slice() {
    scope!(cx);
    let slice: &mut [i32] = vec_in![cx; 3, 1, 2].into_slice();
    slice.sort_unstable();
    assert_eq!(slice, [1, 2, 3]);
    let boxed: MemBox<'_, [String]> = vec_in![cx; String::from("x"); 2].into_boxed_slice();
    assert_eq!(boxed.join(""), "xx");
    let leaked: &mut [String] = vec_in![cx; String::new()].leak();
    // What was leaked is dropped here, to leave the heap as it was.
    drop(std::mem::take(&mut leaked[0]));
    assert_eq!(<[i32; 2]>::try_from(vec_in![cx; 1, 2]).unwrap(), [1, 2]);
    assert_eq!(<[i32; 3]>::try_from(vec_in![cx; 1, 2]).unwrap_err(), [1, 2]);
    assert!(cx.vec::<u8>().into_slice().is_empty());
}

#[test]
fn cx09_is_a_slice() {
    scope!(cx);
    let mut v = vec_in![cx; 3, 1, 2];
    v.sort();
    v[1] += 10;
    assert_eq!((v[0], &v[1..], v.first(), v.binary_search(&12)), (1, &[12, 3][..], Some(&1), Err(3)));
    v[..2].reverse();
    assert_eq!((v.iter().sum::<i32>(), v.contains(&3), v.chunks(2).count()), (16, true, 2));
    assert!(message_of(|| v[3]).contains("the len is 3 but the index is 3"));
}

#[test]
#[allow(clippy::op_ref)]
fn cx09_traits() {
    scope!(cx);
    scope!(other);
    let v = vec_in![cx; 1, 2];
    assert!(v == vec_in![other; 1, 2] && v == [1, 2] && v == &[1, 2] && v == [1, 2][..] && v == &[1, 2][..]);
    assert!(v == &mut [1, 2][..] && v == vec![1, 2] && [1, 2] == v && &[1, 2] == v && [1, 2][..] == v);
    assert!(&[1, 2][..] == v && &mut [1, 2][..] == v && vec![1, 2] == v && v != [1, 3] && v != [1]);
    assert!(vec_in![cx; 1, 2] < vec_in![cx; 1, 3] && vec_in![cx; 1].cmp(&vec_in![cx; 1]).is_eq());
    assert!(vec_in![cx; f32::NAN].partial_cmp(&vec_in![other; 1.0]).is_none());
    assert_eq!(format!("{v:?} {v:#?}"), "[1, 2] [\n    1,\n    2,\n]");
    let state = RandomState::new();
    assert_eq!(state.hash_one(&v), state.hash_one([1, 2].as_slice()));
    let set: HashSet<_> = [v.clone()].into();
    assert!(set.contains(&[1, 2][..]), "by `Borrow<[T]>`");
    let mut map: HashMap<MemVec<'_, i32>, i32> = HashMap::new();
    map.insert(v.clone(), 1);
    let mut copy = vec_in![cx; 9, 9, 9];
    copy.clone_from(&v);
    assert_eq!(copy, v);
    fn takes_slices(a: impl AsRef<[i32]>, mut b: impl AsMut<[i32]>) -> usize {
        a.as_ref().len() + b.as_mut().len()
    }
    assert_eq!(takes_slices(v, copy), 4);
}

#[test]
fn cx09_is_covariant_in_its_values() {
    fn shorter<'mcx, 'a>(v: MemVec<'mcx, &'static str>, _: &'a str) -> MemVec<'mcx, &'a str> {
        v
    }
    scope!(cx);
    let local = String::from("local");
    let mut v = shorter(vec_in![cx; "static"], &local);
    v.push(&local);
    assert_eq!(v.join(" "), "static local");
}

#[test]
fn cx09_writes_bytes() {
    scope!(cx, limit = 2048);
    let mut out = cx.vec::<u8>();
    write!(out, "{}-{}", 1, 2).unwrap();
    out.write_all(b"!").unwrap();
    out.flush().unwrap();
    assert_eq!(out, b"1-2!");
    let error = out.write_all(&[0; 4096]).unwrap_err();
    assert_eq!((error.kind(), &out[..]), (std::io::ErrorKind::OutOfMemory, &b"1-2!"[..]));
}

#[test]
fn pg16_panic_at_every_call_of_user_code() {
    let keep_odd = |ledger: &Ledger, id: u32| {
        ledger.tick();
        id % 2 == 1
    };
    panic_at_each(|l| with_scope(|cx| drop(MemVec::from_iter_in(l.values(9), cx))));
    panic_at_each(|l| with_scope(|cx| drop(MemVec::from_iter_in(l.values(9).inspect(|_| l.tick()), cx))));
    panic_at_each(|l| with_scope(|cx| drop(vec_in![cx; l.value(0); 9])));
    panic_at_each(|l| with_scope(|cx| drop(MemVec::from_iter_in(l.values(5), cx).clone())));
    panic_at_each(|l| with_scope(|cx| MemVec::from_iter_in(l.values(9), cx).truncate(3)));
    panic_at_each(|l| with_scope(|cx| MemVec::from_iter_in(l.values(9), cx).clear()));
    panic_at_each(|l| with_scope(|cx| MemVec::from_iter_in(l.values(5), cx).extend_from_within(1..4)));
    panic_at_each(|l| with_scope(|cx| MemVec::from_iter_in(l.values(5), cx).resize(9, l.value(7))));
    panic_at_each(|l| with_scope(|cx| MemVec::from_iter_in(l.values(5), cx).resize(2, l.value(7))));
    panic_at_each(|l| {
        with_scope(|cx| {
            MemVec::from_iter_in(l.values(5), cx).resize_with(9, || {
                l.tick();
                l.value(1)
            });
        });
    });
    panic_at_each(|l| with_scope(|cx| MemVec::from_iter_in(l.values(9), cx).retain(|v| keep_odd(l, v.id))));
    panic_at_each(|l| with_scope(|cx| MemVec::from_iter_in(l.values(9).chain(l.values(9)), cx).dedup()));
    panic_at_each(|l| with_scope(|cx| MemVec::from_iter_in(l.values(9), cx).dedup_by(|a, _| keep_odd(l, a.id))));
    panic_at_each(|l| with_scope(|cx| drop(MemVec::from_iter_in(l.values(9), cx).drain(2..7))));
    panic_at_each(|l| with_scope(|cx| drop(MemVec::from_iter_in(l.values(9), cx).drain(2..7).nth(2))));
    panic_at_each(|l| with_scope(|cx| drop(MemVec::from_iter_in(l.values(9), cx).into_iter().nth(4))));
    panic_at_each(|l| with_scope(|cx| drop(MemVec::from_iter_in(l.values(9), cx).into_iter().clone())));
    panic_at_each(|l| with_scope(|cx| drop(MemVec::from_iter_in(l.values(9), cx).into_boxed_slice())));
    panic_at_each(|l| with_scope(|cx| drop(MemVec::from_iter_in(l.values(9), cx).split_off(4))));
    panic_at_each(|l| with_scope(|cx| MemVec::from_iter_in(l.values(9), cx).sort()));
    panic_at_each(|l| {
        with_scope(|cx| {
            let mut v = MemVec::from_iter_in(l.values(6), cx);
            v.clone_from(&MemVec::from_iter_in(l.values(9), cx));
            v.clone_from(&MemVec::from_iter_in(l.values(3), cx));
        });
    });
    for n in [0, 2, 9] {
        panic_at_each(|l| {
            with_scope(|cx| {
                let mut v = MemVec::from_iter_in(l.values(9), cx);
                drop(v.splice(2..5, l.values(n).inspect(|_| l.tick())));
                drop(v.splice(4.., l.values(n).inspect(|_| l.tick())));
            });
        });
    }
    panic_at_each(|l| {
        with_scope(|cx| {
            let v = MemVec::from_iter_in(l.values(3), cx);
            assert_eq!(format!("{v:?}"), "[0, 1, 2]");
        });
    });
}
