//! Sources that see every object.

use memscope::__private as p;
use memscope::{Carried, Keepable, MemBox, scope};

use crate::lab::Lab;
use crate::scope_on;

const SITE: &p::Site = &p::Site::new("transaction", file!(), line!());

fn lab() -> Lab {
    Lab::new(true, 40)
}

#[test]
fn al01_an_object_goes_back_as_soon_as_it_is_freed() {
    let lab = lab();
    {
        scope_on!(cx, &lab);
        assert_eq!(lab.blocks(), 0);
        let (a, b, c) = (cx.boxed(1_u8), cx.boxed([2_u64; 50]), cx.boxed(3_u16));
        assert_eq!(lab.blocks(), 4); // and the head
        cx.free(b);
        assert_eq!(lab.blocks(), 3);
        cx.free(c);
        cx.free(a);
        assert_eq!(lab.blocks(), 1);
        let mut list = cx.vec();
        for n in 0..1000 {
            list.push(n);
        }
        assert_eq!(lab.blocks(), 2);
        drop(list);
        assert_eq!(lab.blocks(), 1);
        cx.alloc(5);
        assert_eq!(lab.blocks(), 2);
    }
    assert_eq!(lab.blocks(), 0);
}

/// Each is found among many, whichever goes first.
#[test]
fn al01_many_objects_are_freed_in_any_order() {
    #[derive(Clone, Copy)]
    #[repr(align(256))]
    struct Wide(usize);

    const MANY: usize = if cfg!(miri) { 50 } else { 2000 };
    for step in [1, 3, 7, 1999] {
        let lab = lab();
        {
            scope_on!(cx, &lab);
            let mut words: Vec<_> = (0..MANY).map(|n| Some(cx.boxed(n))).collect();
            let mut wide: Vec<_> = (0..MANY / 4).map(|n| Some(cx.boxed(Wide(n)))).collect();
            let heads = lab.blocks() - words.len() - wide.len();
            for n in (0..MANY).map(|n| n * step % MANY) {
                let Some(word) = words[n].take() else { continue };
                assert_eq!(*word, n);
                cx.free(word);
                if let Some(wide) = wide.get_mut(n).and_then(Option::take) {
                    assert_eq!(wide.0, n);
                    cx.free(wide);
                }
                if n % 5 == 0 {
                    words[n] = Some(cx.boxed(n));
                }
            }
            let left = words.iter().flatten().count() + wide.iter().flatten().count();
            assert_eq!(lab.blocks(), heads + left);
        }
        assert_eq!(lab.blocks(), 0);
    }
}

/// A boxed slice is a pointer that is good for the slice alone, where borrows are stacked.
#[cfg(feature = "allocator-api2")]
#[test]
fn al01_a_boxed_slice_of_another_crate_is_an_object() {
    let lab = lab();
    {
        scope_on!(cx, &lab);
        let mut list = allocator_api2::vec::Vec::with_capacity_in(10, cx);
        list.extend(0..7_u8);
        let other = cx.boxed(1);
        let mut slice = list.into_boxed_slice();
        slice.reverse();
        assert_eq!((&slice[..], *other), (&[6, 5, 4, 3, 2, 1, 0][..], 1));
        let blocks = lab.blocks();
        drop(slice);
        assert_eq!(lab.blocks(), blocks - 1);
    }
    assert_eq!(lab.blocks(), 0);
}

#[test]
fn al01_what_runs_at_exit_costs_no_object_of_its_own() {
    let lab = lab();
    {
        scope_on!(cx, &lab);
        cx.defer(|| ());
        assert_eq!(lab.blocks(), 2);
        scope!(inner in cx);
        inner.adopt(String::from("x"));
        assert_eq!(lab.blocks(), 4);
    }
    assert_eq!(lab.blocks(), 0);
}

#[derive(Keepable, Carried)]
struct Pair<'mcx>(MemBox<'mcx, u64>, MemBox<'mcx, [u64; 9]>);

/// Frees boxes from before, in and after transactions, in the order that `order` says.
fn commit_and_free(order: [usize; 6], nested: bool, limit: usize) {
    let lab = lab();
    {
        scope_on!(cx, &lab, limit);
        let before = cx.boxed(0_u64);
        let Pair(a, b) = cx
            .transaction::<Pair<'static>, ()>(|tx, _| {
                let gone = tx.boxed([7_u64; 3]);
                let pair = if nested {
                    let a = tx.boxed(1);
                    let Pair(inner, b) =
                        tx.transaction::<Pair<'static>, ()>(|tx, _| Ok(Pair(tx.boxed(9), tx.boxed([2; 9]))))?;
                    tx.free(inner);
                    Pair(a, b)
                } else {
                    Pair(tx.boxed(1), tx.boxed([2; 9]))
                };
                tx.free(gone);
                Ok(pair)
            })
            .unwrap();
        let between = cx.boxed(3_u64);
        let c = cx.transaction::<MemBox<'static, u64>, ()>(|tx, _| Ok(tx.boxed(4))).unwrap();
        let after = cx.boxed(5_u64);
        assert_eq!((*before, *a, *b, *between, *c, *after), (0, 1, [2; 9], 3, 4, 5));
        let blocks = lab.blocks();
        let mut boxes = [before, a, between, c, after].map(Some);
        let mut b = Some(b);
        for (freed, at) in order.into_iter().enumerate() {
            match boxes.get_mut(at) {
                Some(slot) => cx.free(slot.take().unwrap()),
                None => cx.free(b.take().unwrap()),
            }
            assert_eq!(lab.blocks(), blocks - freed - 1);
            cx.free(cx.boxed(freed));
            let _ = cx.transaction::<&u64, ()>(|tx, _| {
                tx.free(tx.boxed(1));
                tx.alloc(2);
                Err(())
            });
            assert_eq!(lab.blocks(), blocks - freed - 1);
        }
        cx.transaction::<&u64, ()>(|tx, _| Ok(tx.alloc(1))).unwrap();
        cx.free(cx.boxed(1));
    }
    assert_eq!(lab.blocks(), 0);
}

#[test]
fn pg14_objects_of_transactions_are_freed_in_any_order() {
    let orders = [[0, 1, 2, 3, 4, 5], [5, 4, 3, 2, 1, 0], [2, 5, 0, 3, 1, 4], [1, 5, 3, 0, 4, 2], [3, 4, 5, 0, 1, 2]];
    for order in orders {
        for nested in [false, true] {
            for limit in [usize::MAX, 1000] {
                commit_and_free(order, nested, limit);
            }
        }
    }
}

#[test]
fn pg14_a_transaction_with_a_limit_leaves_its_charge_to_the_parent() {
    let lab = lab();
    {
        scope_on!(cx, &lab, 160);
        for n in 0..100_u64 {
            let kept = p::transaction_limited::<MemBox<'static, [u64; 10]>, ()>(cx, 80, SITE, |tx, _| {
                assert!(tx.try_boxed([0_u64; 11]).is_err());
                Ok(tx.boxed([n; 10]))
            })
            .unwrap();
            assert!(cx.try_boxed([0_u64; 11]).is_err());
            cx.free(cx.boxed([0_u64; 10]));
            assert_eq!(*kept, [n; 10]);
            cx.free(kept);
        }
        assert!(cx.try_boxed([0_u64; 20]).is_ok());
    }
    assert_eq!(lab.blocks(), 0);
}
