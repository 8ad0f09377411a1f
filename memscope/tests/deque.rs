//! The queue: every operation, and what bad input does to it.

mod common;
mod counted;

use std::collections::{HashSet, VecDeque};
use std::io::{BufRead, Read, Write};
use std::mem;

use common::balanced;
use counted::{Ledger, panic_at_each};
use memscope::{Cause, CopyIn, InScope, MemDeque, MemVec, keep_with, scope, vec_in, with_scope};

/// A queue that goes round the end of its buffer: `0..n`, the first `front` of which stand at the end.
fn wrapped<'mcx>(cx: memscope::MemCx<'mcx>, front: u32, n: u32) -> MemDeque<'mcx, u32> {
    let mut q = cx.deque_with_capacity(n as usize + 2);
    q.extend(front..n);
    (0..front).rev().for_each(|value| q.push_front(value));
    q
}

#[test]
fn cx09_both_ends() {
    scope!(cx);
    let mut q = cx.deque();
    assert_eq!((q.pop_front(), q.pop_back(), q.front(), q.back()), (None::<String>, None, None, None));
    q.push_back("b".to_owned());
    q.push_front("a".to_owned());
    q.push_back("c".to_owned());
    q.front_mut().unwrap().push('1');
    q.back_mut().unwrap().push('2');
    assert_eq!((q.len(), q[0].as_str(), q[1].as_str(), q[2].as_str()), (3, "a1", "b", "c2"));
    assert_eq!((q.pop_back().unwrap(), q.pop_front().unwrap(), q.len()), ("c2".into(), "a1".into(), 1));
    q[0] += "!";
    assert_eq!(q, ["b!"]);
}

#[test]
fn cx09_a_queue_that_goes_round() {
    scope!(cx);
    for n in 1..10 {
        for front in 0..=n {
            let model: Vec<_> = (0..n).collect();
            let q = || wrapped(cx, front, n);
            assert_eq!(q(), model);
            assert_eq!(q().iter().rev().copied().collect::<Vec<_>>(), model.iter().rev().copied().collect::<Vec<_>>());
            let as_vec = MemVec::from(q());
            assert!(q().make_contiguous() == model && as_vec == model);
            for i in 0..=n as usize {
                let (mut ours, mut std) = (q(), VecDeque::from(model.clone()));
                ours.rotate_left(i);
                std.rotate_left(i);
                assert_eq!(ours, std, "rotate_left({i})");
                ours.rotate_right(i);
                ours.insert(i, 77);
                std.rotate_right(i);
                std.insert(i, 77);
                assert_eq!(ours, std, "insert({i})");
                assert_eq!((ours.remove(i), ours.remove(i)), (std.remove(i), std.remove(i)), "remove({i})");
                assert_eq!(ours, std);
                for end in i..=n as usize {
                    let (mut ours, mut std) = (q(), VecDeque::from(model.clone()));
                    assert!(ours.range(i..end).eq(std.range(i..end)));
                    ours.range_mut(i..end).for_each(|value| *value += 1);
                    std.range_mut(i..end).for_each(|value| *value += 1);
                    assert!(ours.drain(i..end).eq(std.drain(i..end)), "drain({i}..{end})");
                    assert_eq!(ours, std, "after drain({i}..{end})");
                }
                assert_eq!(q().binary_search(&(i as u32)), VecDeque::from(model.clone()).binary_search(&(i as u32)));
                assert_eq!(q().partition_point(|value| *value < i as u32), i);
                let mut head = q();
                assert_eq!(head.split_off(i), model[i..]);
                assert_eq!(head, model[..i]);
            }
        }
    }
}

#[cfg_attr(feature = "checked", ignore = "about chunks")]
#[test]
fn cx09_growth_in_place_keeps_the_order() {
    scope!(cx);
    for front in 0..9 {
        let mut q = wrapped(cx, front, 8);
        let at = q.capacity();
        q.push_back(8);
        q.push_back(9);
        q.push_back(10);
        assert!(q.capacity() > at && q.iter().copied().eq(0..11), "{front}");
        let mut q = wrapped(cx, front, 8);
        q.reserve_exact(3);
        assert!(q.capacity() == 11 && q.iter().copied().eq(0..8), "{front}");
        q.shrink_to_fit();
        assert!(q.capacity() == 8 && q.iter().copied().eq(0..8), "{front}");
        q.clear();
        q.shrink_to_fit();
        assert_eq!((q.capacity(), q.len()), (0, 0));
    }
}

#[test]
fn cx09_growth_by_moving_keeps_the_order() {
    scope!(cx);
    for front in 0..9 {
        let mut q = wrapped(cx, front, 8);
        let other = cx.alloc_str("in the way");
        q.extend(8..100);
        assert!(q.iter().copied().eq(0..100) && other == "in the way");
    }
}

#[test]
fn pg08_growth_in_an_inner_scope_is_of_the_outer() {
    scope!(outer);
    let mut q = outer.deque();
    for n in 0..500_u32 {
        scope!(row in outer);
        let text: &str = row.alloc_fmt(format_args!("{n}"));
        q.push_back(text.len());
        if n % 3 == 0 {
            q.pop_front();
        }
    }
    assert_eq!((q.len(), q.iter().max()), (333, Some(&3)));
}

#[test]
fn cx09_retain_resize_append_swap() {
    scope!(cx);
    let mut q = wrapped(cx, 3, 9);
    q.retain(|n| n % 2 == 1);
    assert_eq!(q, [1, 3, 5, 7]);
    q.retain_mut(|n| {
        *n *= 10;
        true
    });
    q.resize(5, 1);
    q.swap(0, 4);
    assert_eq!(q, [1, 30, 50, 70, 10]);
    assert_eq!((q.swap_remove_front(2), q.swap_remove_back(2), q.swap_remove_back(3)), (Some(50), Some(70), None));
    assert_eq!(q, [30, 1, 10]);
    q.resize_with(2, || unreachable!());
    let mut other = wrapped(cx, 2, 4);
    q.append(&mut other);
    assert_eq!((q.as_slices().0.len() + q.as_slices().1.len(), other.is_empty()), (6, true));
    assert!(q == vec_in![cx; 30, 1, 0, 1, 2, 3] && q.contains(&30) && !q.contains(&4));
    assert!(q.binary_search_by_key(&0, |_| 0).is_ok());
}

#[test]
fn cx09_traits() {
    scope!(cx);
    let (a, b) = (wrapped(cx, 2, 4), wrapped(cx, 0, 4));
    assert!(a == b && a.cmp(&b).is_eq() && a < wrapped(cx, 1, 5) && a == [0, 1, 2, 3][..] && a != [0]);
    assert_eq!(HashSet::from([a.clone()].map(|q| q.into_iter().sum::<u32>())).len(), 1);
    let hash = |q: &MemDeque<'_, u32>| {
        use std::hash::BuildHasher;
        std::hash::BuildHasherDefault::<std::hash::DefaultHasher>::default().hash_one(q)
    };
    assert_eq!(hash(&a), hash(&b));
    let mut copy = wrapped(cx, 1, 2);
    copy.clone_from(&a);
    assert_eq!((format!("{copy:?}"), copy), ("[0, 1, 2, 3]".into(), a));
    let mut words = cx.deque();
    words.extend(&[1, 2]);
    for n in &mut words {
        *n += 1;
    }
    assert_eq!(words, [2, 3]);
    assert_eq!(words.iter().clone().nth(1), Some(&3));
    assert_eq!(format!("{:?}", words.drain(1..)), "Drain([3], [])");
    assert!(format!("{:?} {:?}", words.iter(), words.clone().into_iter()).contains("[2]"));
}

#[test]
fn cx09_iterators_from_both_sides() {
    scope!(cx);
    for front in 0..=6 {
        let q = wrapped(cx, front, 6);
        let mut it = q.iter();
        assert_eq!((it.next(), it.next_back(), it.len(), it.nth(1)), (Some(&0), Some(&5), 4, Some(&2)));
        assert_eq!((it.next_back(), it.next_back(), it.next(), it.next_back()), (Some(&4), Some(&3), None, None));
        let mut it = q.into_iter();
        assert_eq!((it.next_back(), it.nth(3), it.size_hint()), (Some(5), Some(3), (1, Some(1))));
        assert_eq!((it.next(), it.next(), it.nth(7)), (Some(4), None, None));
        assert_eq!(wrapped(cx, front, 6).iter().sum::<u32>(), 15);
    }
}

#[test]
fn cx09_belongs_to_its_scope() {
    scope!(outer);
    let q = outer.deque::<&str>();
    assert_eq!(InScope::cx(&q).name(), "outer");
    assert_eq!(*keep_with(&q, 3), 3);
    let copy = {
        scope!(cx);
        let mut q = cx.deque();
        q.push_front(&*cx.alloc_str("kept"));
        q.copy_in(outer)
    };
    assert_eq!(copy, ["kept"]);
    let owner = memscope::Kept::<MemDeque<'static, u32>>::new(|cx| MemDeque::from_array_in([1, 2], cx));
    assert_eq!(owner.with(|q| q.iter().sum::<u32>()), 3);
}

#[test]
fn cx09_io() {
    scope!(cx);
    let mut pipe = cx.deque();
    pipe.write_all(b"one\ntwo\nthree").unwrap();
    let mut line = String::new();
    pipe.read_line(&mut line).unwrap();
    pipe.write_all(b"\nfour").unwrap();
    let mut rest = [0; 6];
    pipe.read_exact(&mut rest).unwrap();
    assert_eq!((line.as_str(), &rest), ("one\n", b"two\nth"));
    scope!(small, limit = 4096);
    let error = small.deque().write_all(&[0; 5000]).unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::OutOfMemory);
}

#[test]
fn cx12_a_zero_sized_type() {
    scope!(cx, limit = 0);
    let mut q = cx.deque();
    assert_eq!(q.capacity(), usize::MAX);
    for _ in 0..10 {
        q.push_front(());
        q.push_back(());
    }
    q.rotate_left(7);
    q.insert(3, ());
    q.make_contiguous();
    assert_eq!((q.drain(5..9).count(), q.remove(2), q.len(), q.iter().count()), (4, Some(()), 16, 16));
    let mut full = cx.vec();
    // SAFETY: values without a size, of which any number is initialised.
    unsafe { full.set_len(usize::MAX) };
    let mut q = MemDeque::from(full);
    assert_eq!(q.try_push_back(()).unwrap_err().cause(), Cause::CapacityOverflow);
    assert_eq!(q.try_push_front(()).unwrap_err().cause(), Cause::CapacityOverflow);
    assert_eq!(q.try_insert(3, ()).unwrap_err().cause(), Cause::CapacityOverflow);
    assert_eq!((q.len(), q.range(usize::MAX - 3..).len()), (usize::MAX, 3));
    q.truncate(1);
    assert_eq!((q.pop_front(), q.pop_front()), (Some(()), None));
}

#[test]
fn pg06_an_over_aligned_type() {
    #[repr(align(256))]
    #[derive(Clone, Debug, PartialEq)]
    struct Page(u8);
    scope!(cx);
    let mut q = cx.deque();
    for n in 0..40 {
        cx.alloc_str("x");
        q.push_front(Page(n));
    }
    assert!(q.iter().all(|page| (&raw const *page).addr().is_multiple_of(256)));
    assert!(q.into_iter().rev().map(|page| page.0).eq(0..40));
}

#[cfg_attr(feature = "checked", ignore = "about chunks")]
#[test]
fn cx07_a_failed_try_leaves_the_contents() {
    balanced(|| {
        scope!(cx, name = "small", limit = 4096);
        let mut q = cx.deque::<u64>();
        let error = loop {
            match q.try_push_front(q.len() as u64) {
                Ok(()) => {}
                Err(error) => break error,
            }
        };
        let len = q.len() as u64;
        assert_eq!((error.scope(), error.cause()), ("small", Cause::Limit));
        for result in [q.try_push_back(0), q.try_insert(5, 0), q.try_reserve(1), q.try_reserve_exact(1000)] {
            assert_eq!(result.unwrap_err().cause(), Cause::Limit);
        }
        assert_eq!(q.try_reserve(usize::MAX).unwrap_err().cause(), Cause::CapacityOverflow);
        assert_eq!(q.try_resize(1 << 20, 7).unwrap_err().cause(), Cause::Limit);
        assert_eq!(q.try_extend(0..100).unwrap_err().cause(), Cause::Limit);
        assert_eq!(q.try_split_off(0).unwrap_err().cause(), Cause::Limit);
        let mut other = cx.deque();
        assert_eq!(other.try_append(&mut q).unwrap_err().cause(), Cause::Limit);
        assert!(q.iter().copied().eq((0..len).rev()));
        assert_eq!(cx.try_deque_with_capacity::<u64>(1000).unwrap_err().cause(), Cause::Limit);
        assert_eq!(MemDeque::try_from_iter_in(0..1000_u64, cx).unwrap_err().cause(), Cause::Limit);
        assert_eq!(MemDeque::try_from_array_in([0_u64; 1000], cx).unwrap_err().cause(), Cause::Limit);
    });
}

#[test]
fn pg16_a_hint_that_lies() {
    scope!(cx, limit = 6000);
    let mut q = MemDeque::from_array_in([7], cx);
    q.extend((0..).take_while(|n| *n < 3).chain(std::iter::empty()));
    let mut left = 3;
    struct Liar<'a>(&'a mut u32);
    impl Iterator for Liar<'_> {
        type Item = u32;
        fn next(&mut self) -> Option<u32> {
            *self.0 = self.0.checked_sub(1)?;
            Some(*self.0)
        }
        fn size_hint(&self) -> (usize, Option<usize>) {
            (usize::MAX, None)
        }
    }
    q.extend(Liar(&mut left));
    assert_eq!(q, [7, 0, 1, 2, 2, 1, 0]);
}

#[test]
fn pg16_a_forgotten_drain_loses_values_and_no_more() {
    scope!(cx);
    for front in 0..6 {
        let mut q = wrapped(cx, front, 6);
        let mut drain = q.drain(2..4);
        drain.next();
        mem::forget(drain);
        assert_eq!(q, [0, 1]);
        q.extend([8, 9]);
        assert_eq!(q, [0, 1, 8, 9]);
    }
}

#[test]
fn pg16_panic_at_every_call_of_user_code() {
    for front in [0, 3, 7] {
        panic_at_each(|ledger: &Ledger| {
            with_scope(|cx| {
                let mut q = cx.deque_with_capacity(10);
                q.extend(ledger.values(8 - front));
                for value in ledger.values(front) {
                    q.push_front(value);
                }
                let mut copy = q.clone();
                copy.clone_from(&q);
                copy.retain(|value| value.id % 2 == 0);
                q.truncate(7);
                drop(q.drain(2..5));
                q.extend(copy.split_off(1));
                q.into_iter().nth(2);
            });
        });
    }
}

#[test]
#[should_panic(expected = "index 3 in a queue of 3")]
fn cx12_an_index_beyond_the_end() {
    scope!(cx);
    let _ = wrapped(cx, 1, 3)[3];
}

#[test]
#[should_panic(expected = "the range 2..4 is not one of 0..3")]
fn cx12_a_range_beyond_the_end() {
    scope!(cx);
    wrapped(cx, 1, 3).drain(2..4);
}
