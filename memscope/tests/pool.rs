//! `MemPool`: blocks of one size that are used again.

mod common;
mod counted;

use std::cell::RefCell;
use std::collections::{HashSet, VecDeque};
use std::mem::{forget, swap};
use std::thread;

use common::{balanced, usage};
use counted::{Ledger, message_of, panic_at_each};
use memscope::source::{Failing, Heap};
use memscope::{MemPool, PoolBox, scope, with_scope, with_scope_on};

#[cfg_attr(feature = "checked", ignore = "about chunks")]
#[test]
fn pg10_a_queue_of_a_million_values_stays_where_it_is() {
    scope!(cx, name = "queue");
    let pool = cx.pool::<[u64; 7]>();
    let mut queue = VecDeque::with_capacity(101);
    let before = usage();
    for i in 0..1_000_000_u64 {
        queue.push_back(pool.insert([i; 7]));
        if queue.len() > 100 {
            assert_eq!(queue.pop_front().unwrap()[6], i - 100);
        }
    }
    // A word for each block, and what the scope's chunks have too much.
    assert!(usage().chunk_bytes - before.chunk_bytes < 16 * 1024, "{:?}", usage());
    assert!(usage().chunks - before.chunks < 5);
}

/// The same without a pool needs more than the limit.
#[test]
#[should_panic(expected = "scope `cx` cannot allocate 56 bytes")]
fn pg10_negative_control_without_a_pool() {
    scope!(cx, limit = 16 * 1024);
    let mut queue = VecDeque::with_capacity(101);
    for i in 0..1_000_000_u64 {
        queue.push_back(cx.boxed([i; 7]));
        if queue.len() > 100 {
            drop(queue.pop_front());
        }
    }
}

#[cfg_attr(feature = "checked", ignore = "about chunks")]
#[test]
fn pg10_a_box_is_one_word_and_a_block_one_more() {
    scope!(cx);
    assert_eq!(size_of::<PoolBox<'_, [u8; 100]>>(), size_of::<usize>());
    assert_eq!(size_of::<Option<PoolBox<'_, String>>>(), size_of::<usize>());
    let pool = cx.pool();
    let at = |value: &PoolBox<'_, u64>| (&raw const **value).addr();
    let (a, b) = (pool.insert(1_u64), pool.insert(2_u64));
    let (first, second) = (at(&a), at(&b));
    assert_eq!(first.abs_diff(second), 16);
    // The newest free block comes first.
    drop(a);
    drop(b);
    let (c, d) = (pool.insert(3), pool.insert(4));
    assert_eq!((at(&c), at(&d), *c + *d), (second, first, 7));
    assert_eq!(pool.cx().name(), "cx");
}

#[test]
fn pg10_values_are_dropped_once() {
    let ledger = Ledger::new(0);
    balanced(|| {
        scope!(cx);
        let pool = cx.pool();
        let mut a = pool.insert(ledger.value(1));
        let mut b = pool.insert_with(|| ledger.value(2));
        swap(&mut *a, &mut *b);
        drop(a);
        assert_eq!((ledger.alive(), b.id), (1, 1));
        let inner = PoolBox::into_inner(b);
        assert_eq!(ledger.alive(), 1);
        let again = pool.insert(inner);
        assert_eq!(ledger.alive(), 1);
        drop(again);
        let leaked = PoolBox::leak(pool.insert(ledger.value(3)));
        leaked.id = 4;
        drop(pool.insert(ledger.value(5)));
        // SAFETY: nobody drops a value that is leaked.
        unsafe { std::ptr::drop_in_place(leaked) };
    });
    ledger.assert_balanced();
}

#[test]
fn pg16_panic_at_every_call_of_user_code() {
    panic_at_each(|l| {
        with_scope(|cx| {
            let pool = cx.pool();
            let a = pool.insert_with(|| {
                l.tick();
                l.value(1)
            });
            let b = pool.insert(l.value(2));
            assert!(a < b && a != b);
            drop(a);
            drop(pool.insert_with(|| {
                let inner = pool.insert(l.value(4));
                l.tick();
                drop(inner);
                l.value(3)
            }));
            drop(PoolBox::into_inner(b));
        });
    });
}

/// The block of a value whose destructor panics is used again, and so is that of a value that was never made.
#[test]
fn pg16_a_panic_loses_no_block() {
    struct Bad;
    impl Drop for Bad {
        fn drop(&mut self) {
            panic!("in the destructor");
        }
    }
    scope!(cx);
    let pool = cx.pool();
    let bad = pool.insert(Bad);
    let at = (&raw const *bad).addr();
    assert_eq!(message_of(|| drop(bad)), "in the destructor");
    let next = pool.insert(Bad);
    assert_eq!((&raw const *next).addr(), at);
    forget(PoolBox::into_inner(next));
    assert_eq!(message_of(|| pool.insert_with(|| panic!("in the closure"))), "in the closure");
    let next = pool.insert(Bad);
    assert_eq!((&raw const *next).addr(), at);
    forget(next);
}

/// A destructor that puts values into the pool that its own block goes back to.
#[test]
fn pg16_a_destructor_may_use_the_pool() {
    struct Again<'p, 'a, 'mcx>(u32, &'p MemPool<'mcx, u32>, &'a RefCell<Vec<PoolBox<'p, u32>>>);
    impl Drop for Again<'_, '_, '_> {
        fn drop(&mut self) {
            self.2.borrow_mut().push(self.1.insert(self.0));
        }
    }
    scope!(cx);
    let numbers = cx.pool();
    let kept = RefCell::default();
    {
        let pool = cx.pool();
        for n in 0..100 {
            drop(pool.insert(Again(n, &numbers, &kept)));
        }
    }
    assert!(kept.borrow().iter().map(|n| **n).eq(0..100));
}

/// The values of a pool can own others of it.
#[test]
fn pg10_a_tree_in_its_own_pool() {
    struct Node<'p> {
        key: u32,
        below: [Option<PoolBox<'p, Node<'p>>>; 2],
    }
    fn insert<'p>(pool: &'p MemPool<'_, Node<'p>>, at: &mut Option<PoolBox<'p, Node<'p>>>, key: u32) {
        match at {
            Some(node) => {
                let side = usize::from(key > node.key);
                insert(pool, &mut node.below[side], key);
            }
            None => *at = Some(pool.insert(Node { key, below: [None, None] })),
        }
    }
    fn keys(at: &Option<PoolBox<'_, Node<'_>>>, found: &mut Vec<u32>) {
        let Some(node) = at else { return };
        keys(&node.below[0], found);
        found.push(node.key);
        keys(&node.below[1], found);
    }
    scope!(cx, limit = 32 * 1024);
    let pool = cx.pool();
    let mut root = None;
    for round in 0..100 {
        for n in 0..500_u32 {
            insert(&pool, &mut root, n.wrapping_mul(2_654_435_761) ^ round);
        }
        let mut found = vec![];
        keys(&root, &mut found);
        assert!(found.len() == 500 && found.is_sorted());
        root = None;
    }
}

#[repr(align(256))]
struct Wide(u8);

#[test]
fn cx09_zero_sized_and_over_aligned_values() {
    scope!(cx);
    let units = cx.pool();
    let all: Vec<PoolBox<'_, ()>> = (0..100).map(|_| units.insert(())).collect();
    assert_eq!(all.iter().map(|unit| (&raw const **unit).addr()).collect::<HashSet<_>>().len(), 100);
    drop(all);
    let pool = cx.pool();
    let mut queue = VecDeque::new();
    for n in 0..=255 {
        cx.alloc(n);
        queue.push_back(pool.insert(Wide(n)));
        assert!((&raw const *queue[0]).addr().is_multiple_of(256));
        if queue.len() > 10 {
            assert_eq!(queue.pop_front().unwrap().0, n - 10);
        }
    }
}

#[test]
fn cx07_a_refusal_leaves_the_pool_as_it_was() {
    let ledger = Ledger::new(0);
    let mut refusals = 0;
    for n in 0..5 {
        let source = Failing::from(Heap, n);
        with_scope_on(&source, |cx| {
            let pool = cx.pool();
            let mut values = vec![];
            for id in 0..2000 {
                match pool.try_insert(ledger.value(id)) {
                    Ok(value) => values.push(value),
                    Err(_) => break,
                }
            }
            assert_eq!(ledger.alive(), values.len());
            if values.len() < 2000 {
                refusals += 1;
                assert!(pool.try_insert_with(|| unreachable!("there is no memory")).is_err());
                // What is free serves, though there is no more.
                if values.pop().is_some() {
                    values.push(pool.insert(ledger.value(1)));
                }
            }
            assert!(values.iter().map(|value| value.id).is_sorted() || refusals > 0);
        });
        ledger.assert_balanced();
    }
    assert!(refusals > 0);
    scope!(cx, limit = 0);
    assert!(message_of(|| drop(cx.pool().insert(1_u64))).contains("scope `cx` cannot allocate 16 bytes"));
}

/// A box that is forgotten keeps its block, and the pool may move: nobody looks for it where it was.
#[test]
fn pg10_forgotten_boxes_and_a_pool_that_moves() {
    scope!(cx);
    let pool = cx.pool();
    let first = pool.insert(String::from("first"));
    let at = (&raw const *first).addr();
    drop(first);
    forget(pool.insert(String::new()));
    let moved = Box::new(pool);
    let second = moved.insert(String::from("second"));
    assert_ne!((&raw const *second).addr(), at);
    drop(second);
    let (mut a, mut b) = (*moved, cx.pool());
    swap(&mut a, &mut b);
    let kept: Vec<_> = [&a, &b].into_iter().flat_map(|pool| (0..3).map(|n| pool.insert(n.to_string()))).collect();
    assert_eq!(kept.iter().map(|text| text.as_str()).collect::<String>(), "012012");
}

#[test]
fn pg10_boxes_are_shared_between_threads() {
    scope!(cx);
    let pool = cx.pool();
    let values: Vec<_> = (0..10).map(|n| pool.insert(n.to_string())).collect();
    let values = &values[..];
    let lengths = thread::scope(|threads| {
        let workers = values.chunks(5).map(|chunk| threads.spawn(move || chunk.iter().map(|s| s.len()).sum::<usize>()));
        workers.collect::<Vec<_>>().into_iter().map(|worker| worker.join().unwrap()).sum::<usize>()
    });
    assert_eq!(lengths, 10);
    assert_eq!(format!("{:?} {} {pool:?}", values[0], values[1]), "\"0\" 1 MemPool { cx: MemCx(\"cx\"), .. }");
    assert_eq!(values.iter().collect::<HashSet<_>>().len(), 10);
    assert!(values.iter().map(AsRef::<String>::as_ref).is_sorted());
}
