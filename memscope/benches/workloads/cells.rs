//! A list that is shared and changed: in cells, and as its peers can have it, by plain references that are not shared.

use std::{cell::RefCell, hint::black_box, iter::successors, rc::Rc};

use memscope::{MemCell, scope};

use crate::{
    harness::{Clock, Workload},
    peers::{Arena, Place},
};

/// Nodes in the list, which stay in the cache.
const NODES: u32 = 1000;

pub static CELLS: Workload = Workload {
    key: "cells",
    title: "change all values of a list of 1000, then sum them",
    unit: "node",
    units: NODES,
    target: Some(1.0),
    cases: cases! { "memscope" => in_cells, "glibc" => in_ref_cells, arenas => by_references },
};

struct Node<'m> {
    value: u64,
    next: Option<&'m MemCell<'m, Node<'m>>>,
}

fn in_cells(clock: &mut Clock) {
    scope!(cx, key = k);
    let mut first = None;
    for value in 0..u64::from(NODES) {
        first = Some(&*cx.alloc(MemCell::new(Node { value, next: first })));
    }
    clock.time(|i| {
        let first = black_box(first);
        let mut at = first;
        while let Some(cell) = at {
            let node = cell.get_mut(&mut k);
            node.value = node.value.wrapping_mul(i | 1);
            at = node.next;
        }
        successors(first, |cell| cell.get(&k).next).fold(0, |sum, cell| cell.get(&k).value.wrapping_add(sum))
    });
}

struct Plain<'a> {
    value: u64,
    next: Option<&'a mut Plain<'a>>,
}

fn by_references<A: Arena>(clock: &mut Clock) {
    let mut arena = A::with_room(NODES as usize * size_of::<Plain<'_>>());
    arena.scope(|place| {
        let mut first = None;
        for value in 0..u64::from(NODES) {
            first = Some(place.put(Plain { value, next: first }));
        }
        clock.time(|i| {
            let first = black_box(&mut first);
            let mut at = first.as_deref_mut();
            while let Some(node) = at {
                node.value = node.value.wrapping_mul(i | 1);
                at = node.next.as_deref_mut();
            }
            successors(first.as_deref(), |node| node.next.as_deref()).fold(0, |sum, node| node.value.wrapping_add(sum))
        });
    });
}

struct Counted {
    value: u64,
    next: Option<Rc<RefCell<Counted>>>,
}

fn in_ref_cells(clock: &mut Clock) {
    let mut first = None;
    for value in 0..u64::from(NODES) {
        first = Some(Rc::new(RefCell::new(Counted { value, next: first })));
    }
    clock.time(|i| {
        let first = black_box(&first);
        let mut at = first.clone();
        while let Some(node) = at {
            let mut node = node.borrow_mut();
            node.value = node.value.wrapping_mul(i | 1);
            at = node.next.clone();
        }
        let next = |node: &Rc<RefCell<Counted>>| node.borrow().next.clone();
        successors(first.clone(), next).fold(0, |sum, node| node.borrow().value.wrapping_add(sum))
    });
    // One by one, since a list of boxes goes by recursion.
    while let Some(node) = first {
        first = node.borrow_mut().next.take();
    }
}
