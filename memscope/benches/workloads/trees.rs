//! The allocation-heavy classic: a full binary tree is built, walked, and goes.

use std::hint::black_box;

use memscope::scope;
use typed_arena::Arena as TypedArena;

use crate::{
    harness::{Clock, Workload},
    peers::{Arena, Boxed, Heap, Place, boxed},
};

const DEPTH: u32 = 18;
const NODES: u32 = (2 << DEPTH) - 1;

pub static TREES: Workload = Workload {
    key: "trees",
    title: "binary trees, depth 18",
    unit: "node",
    units: NODES,
    target: Some(1.0),
    cases: cases! { "memscope" => in_scope, "typed-arena" => in_typed_arena, heaps => in_boxes, arenas => in_arena },
};

struct Tree<'a> {
    children: Option<(&'a Tree<'a>, &'a Tree<'a>)>,
}

impl<'a> Tree<'a> {
    fn grow(depth: u32, put: &impl Fn(Self) -> &'a Self) -> &'a Self {
        let children = (depth > 0).then(|| (Self::grow(depth - 1, put), Self::grow(depth - 1, put)));
        put(Self { children })
    }

    fn count(&self) -> u64 {
        1 + self.children.map_or(0, |(left, right)| left.count() + right.count())
    }
}

fn in_scope(clock: &mut Clock) {
    scope!(parent);
    let parent = black_box(parent);
    clock.time(|_| {
        scope!(cx in parent);
        Tree::grow(black_box(DEPTH), &|tree| cx.alloc(tree)).count()
    });
}

fn in_arena<A: Arena>(clock: &mut Clock) {
    // A second tree finds the memory of the first, which peers keep at best if it is one chunk.
    let mut arena = A::with_room(NODES as usize * size_of::<Tree<'_>>());
    let arena = black_box(&mut arena);
    clock.time(|_| arena.scope(|place| Tree::grow(black_box(DEPTH), &|tree| place.put(tree)).count()));
}

fn in_typed_arena(clock: &mut Clock) {
    clock.time(|_| {
        let arena = TypedArena::with_capacity(NODES as usize);
        let arena: &TypedArena<Tree<'_>> = &arena;
        Tree::grow(black_box(DEPTH), &|tree| arena.alloc(tree)).count()
    });
}

struct OwnedTree<H: Heap> {
    children: Option<(Child<H>, Child<H>)>,
}

type Child<H> = Boxed<OwnedTree<H>, H>;

impl<H: Heap> OwnedTree<H> {
    fn grow(depth: u32) -> Child<H> {
        let children = (depth > 0).then(|| (Self::grow(depth - 1), Self::grow(depth - 1)));
        boxed(Self { children })
    }

    fn count(&self) -> u64 {
        1 + self.children.as_ref().map_or(0, |(left, right)| left.count() + right.count())
    }
}

fn in_boxes<H: Heap>(clock: &mut Clock) {
    clock.time(|_| OwnedTree::<H>::grow(black_box(DEPTH)).count());
}
