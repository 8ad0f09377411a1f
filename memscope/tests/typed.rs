//! Typed scopes: one type, with its destructor, and references in cycles.

mod common;

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use common::Log;
use memscope::{TypedCx, scope};

struct Node<'a> {
    name: String,
    next: Cell<Option<&'a Node<'a>>>,
    _loud: common::Loud,
}

/// The shape of a user of typed-arena.
fn add<'a>(nodes: &'a TypedCx<'a, Node<'a>>, log: &Log, id: u32) -> &'a Node<'a> {
    nodes.alloc(Node { name: format!("node {id}"), next: Cell::new(None), _loud: log.loud(id) })
}

#[test]
fn kp01_cycles_are_built_and_each_destructor_runs_once() {
    const NODES: u32 = 1000;
    let log = Log::default();
    {
        scope!(nodes: Node<'_>);
        let first = add(&nodes, &log, 0);
        let mut last = first;
        for id in 1..NODES {
            let node = add(&nodes, &log, id);
            last.next.set(Some(node));
            last = node;
        }
        last.next.set(Some(first));
        let mut at = first;
        for id in 0..NODES * 2 {
            assert_eq!(at.name, format!("node {}", id % NODES));
            at = at.next.get().unwrap();
        }
        assert_eq!(nodes.len(), NODES as usize);
        assert!(log.take().is_empty());
    }
    let mut dropped = log.take();
    dropped.sort_unstable();
    assert_eq!(dropped, (0..NODES).collect::<Vec<_>>());
}

#[test]
fn kp01_a_typed_scope_ends_on_every_road() {
    fn first(log: &Log, stop: u32) -> Result<u32, String> {
        for id in 0..10 {
            scope!(loud: common::Loud);
            loud.alloc(log.loud(id));
            match (id == stop, id % 2) {
                (true, 0) => return Err(format!("stopped at {id}")),
                (true, _) => break,
                _ => continue,
            }
        }
        Ok(stop)
    }
    let log = Log::default();
    assert!(first(&log, 2).is_err());
    assert_eq!(log.take(), [0, 1, 2]);
    assert!(first(&log, 3).is_ok());
    assert_eq!(log.take(), [0, 1, 2, 3]);
}

#[test]
fn kp01_values_stay_in_place_while_the_scope_grows() {
    scope!(strings: String);
    let kept: Vec<&String> = (0..5000).map(|n| &*strings.alloc(n.to_string())).collect();
    assert!(kept.iter().enumerate().all(|(n, text)| **text == n.to_string()));
}

#[test]
fn kp01_alloc_extend_iter_mut_and_into_vec() {
    scope!(mut names: String);
    assert!(names.is_empty());
    assert_eq!(names.alloc_extend(["a", "b"].map(String::from)), ["a", "b"]);
    names.alloc("c".into());
    assert!(names.alloc_extend(std::iter::empty()).is_empty());
    names.iter_mut().for_each(|name| name.push('!'));
    assert_eq!(names.len(), 3);
    assert_eq!(format!("{names:?}"), "TypedCx { len: 3 }");
    assert_eq!(names.into_vec(), ["a!", "b!", "c!"]);
}

#[test]
fn kp01_a_panic_of_the_iterator_loses_no_value() {
    let log = Log::default();
    for stop in 0..6 {
        {
            scope!(loud: common::Loud);
            loud.alloc(log.loud(100));
            let result = catch_unwind(AssertUnwindSafe(|| {
                loud.alloc_extend((0..6).map(|id| {
                    if id == stop {
                        resume_unwind(Box::new(()));
                    }
                    log.loud(id)
                }));
            }));
            assert!(result.is_err());
            loud.alloc(log.loud(101));
        }
        let mut dropped = log.take();
        dropped.sort_unstable();
        assert_eq!(dropped, (0..stop).chain([100, 101]).collect::<Vec<_>>());
    }
}

#[test]
fn kp01_zero_sized_values_are_dropped_too() {
    struct Zst;
    thread_local!(static DROPS: Cell<u32> = const { Cell::new(0) });
    impl Drop for Zst {
        fn drop(&mut self) {
            DROPS.set(DROPS.get() + 1);
        }
    }
    {
        scope!(units: Zst);
        units.alloc_extend([Zst, Zst]);
        units.alloc(Zst);
        assert_eq!(DROPS.get(), 0);
    }
    assert_eq!(DROPS.get(), 3);
}
