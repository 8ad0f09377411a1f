//! A queue in a scope that lives long, and a tree of small vectors.

use std::collections::VecDeque;
use std::hint::black_box;

use bumpalo::{Bump, collections::Vec as BumpaloVec};
use memscope::{MemBox, MemCx, MemPool, MemVec, PoolBox, ThinVec, scope};
use slab::Slab;
use slotmap::{DefaultKey, SlotMap};
use typed_arena::Arena as TypedArena;

use crate::harness::{Clock, Workload};

/// How many items are in the queue.
const WAITING: usize = 100;

pub static QUEUE: Workload = Workload {
    key: "pool",
    title: "queue of 100 items of 56 bytes in a pool of a long-lived scope, one in, one out",
    unit: "item",
    units: 1,
    target: Some(1.0),
    cases: cases! {
        "memscope" => queue_in_pool,
        "memscope:recycle" => queue_in_recycling_scope,
        "slab" => queue_in_slab,
        "slotmap" => queue_in_slotmap,
        "typed-arena" => queue_in_typed_arena,
        "glibc" => queue_of_boxes,
    },
};

type Item = [u64; 7];

/// Where items are while they wait.
trait Place {
    type Handle;

    fn put(&mut self, item: Item) -> Self::Handle;
    fn take(&mut self, item: Self::Handle) -> u64;
}

/// A queue that is always full.
#[inline(always)]
fn queue<P: Place>(clock: &mut Clock, mut place: P) {
    let mut waiting: VecDeque<P::Handle> = VecDeque::with_capacity(WAITING + 1);
    for i in 0..WAITING as u64 {
        waiting.push_back(place.put([i; 7]));
    }
    clock.time(|i| {
        waiting.push_back(place.put(black_box([i; 7])));
        waiting.pop_front().map_or(0, |item| place.take(item))
    });
    for item in waiting {
        place.take(item);
    }
}

impl<'p> Place for &'p MemPool<'_, Item> {
    type Handle = PoolBox<'p, Item>;

    #[inline(always)]
    fn put(&mut self, item: Item) -> Self::Handle {
        self.insert(item)
    }

    #[inline(always)]
    fn take(&mut self, item: Self::Handle) -> u64 {
        item[0]
    }
}

fn queue_in_pool(clock: &mut Clock) {
    scope!(cx);
    queue(clock, &cx.pool());
}

impl<'mcx> Place for MemCx<'mcx> {
    type Handle = MemBox<'mcx, Item>;

    #[inline(always)]
    fn put(&mut self, item: Item) -> Self::Handle {
        self.boxed(item)
    }

    #[inline(always)]
    fn take(&mut self, item: Self::Handle) -> u64 {
        let first = item[0];
        self.free(item);
        first
    }
}

fn queue_in_recycling_scope(clock: &mut Clock) {
    scope!(cx, recycle);
    queue(clock, black_box(cx));
}

impl Place for Slab<Item> {
    type Handle = usize;

    #[inline(always)]
    fn put(&mut self, item: Item) -> usize {
        self.insert(item)
    }

    #[inline(always)]
    fn take(&mut self, key: usize) -> u64 {
        self.remove(key)[0]
    }
}

fn queue_in_slab(clock: &mut Clock) {
    queue(clock, Slab::new());
}

impl Place for SlotMap<DefaultKey, Item> {
    type Handle = DefaultKey;

    #[inline(always)]
    fn put(&mut self, item: Item) -> DefaultKey {
        self.insert(item)
    }

    #[inline(always)]
    fn take(&mut self, key: DefaultKey) -> u64 {
        self.remove(key).map_or(0, |item| item[0])
    }
}

fn queue_in_slotmap(clock: &mut Clock) {
    queue(clock, SlotMap::new());
}

impl<'a> Place for &'a TypedArena<Item> {
    type Handle = &'a Item;

    #[inline(always)]
    fn put(&mut self, item: Item) -> &'a Item {
        self.alloc(item)
    }

    #[inline(always)]
    fn take(&mut self, item: &'a Item) -> u64 {
        item[0]
    }
}

/// Nothing comes back: it holds whatever ever was in the queue.
fn queue_in_typed_arena(clock: &mut Clock) {
    queue(clock, &TypedArena::new());
}

struct Heap;

impl Place for Heap {
    type Handle = Box<Item>;

    #[inline(always)]
    fn put(&mut self, item: Item) -> Box<Item> {
        Box::new(item)
    }

    #[inline(always)]
    fn take(&mut self, item: Box<Item>) -> u64 {
        item[0]
    }
}

fn queue_of_boxes(clock: &mut Clock) {
    queue(clock, Heap);
}

const LEVELS: u32 = 9;
const SEED: u32 = 94;

pub static SMALL_VECTORS: Workload = Workload {
    key: "small-vectors",
    title: "tree whose nodes hold their children in a vector: build, walk, go",
    unit: "node",
    units: nodes(LEVELS, SEED),
    target: Some(1.0),
    cases: cases! {
        "memscope" => tree_of_thin_vecs,
        "memscope:vec" => tree_of_mem_vecs,
        "bumpalo" => tree_of_bumpalo_vecs,
        "glibc" => tree_of_vecs,
    },
};

/// The number of a node's child, and from it how many of its own it has.
const fn child(seed: u32, n: u32) -> u32 {
    (seed ^ n).wrapping_mul(0x9E37_79B1).rotate_left(11).wrapping_add(n)
}

const fn children(level: u32, seed: u32) -> u32 {
    if level == 0 { 0 } else { seed % 6 }
}

const fn nodes(level: u32, seed: u32) -> u32 {
    let (mut sum, mut n) = (1, 0);
    while n < children(level, seed) {
        sum += nodes(level - 1, child(seed, n));
        n += 1;
    }
    sum
}

/// A tree, whatever its vectors are.
trait Tree: Sized {
    type Cx: Copy;

    fn leaf(cx: Self::Cx, value: u32) -> Self;
    fn push(&mut self, cx: Self::Cx, child: Self);
    fn value(&self) -> u32;
    fn children(&self) -> &[Self];
}

fn grow<T: Tree>(cx: T::Cx, level: u32, seed: u32) -> T {
    let mut tree = T::leaf(cx, seed);
    for n in 0..children(level, seed) {
        tree.push(cx, grow(cx, level - 1, child(seed, n)));
    }
    tree
}

fn sum<T: Tree>(tree: &T) -> u64 {
    u64::from(tree.value()) + tree.children().iter().map(sum).sum::<u64>()
}

/// The trees differ in the type of their vectors, in how one is made, and in how a value is put in.
macro_rules! tree {
    ($tree:ident $(<$life:lifetime>)?, $cx:ty, $list:ty, |$handle:pat_param| $new:expr, |$v:ident, $at:pat_param, $c:ident| $push:expr) => {
        struct $tree $(<$life>)? {
            value: u32,
            children: $list,
        }

        impl $(<$life>)? Tree for $tree $(<$life>)? {
            type Cx = $cx;

            #[inline(always)]
            fn leaf($handle: $cx, value: u32) -> Self {
                Self { value, children: $new }
            }

            #[inline(always)]
            fn push(&mut self, $at: $cx, $c: Self) {
                let $v = &mut self.children;
                $push;
            }

            fn value(&self) -> u32 {
                self.value
            }

            fn children(&self) -> &[Self] {
                &self.children
            }
        }
    };
}

tree!(Thin<'a>, MemCx<'a>, ThinVec<'a, Thin<'a>>, |_| ThinVec::new(), |v, cx, c| v.push(cx, c));
tree!(Full<'a>, MemCx<'a>, MemVec<'a, Full<'a>>, |cx| cx.vec(), |v, _, c| v.push(c));
tree!(Bumped<'a>, &'a Bump, BumpaloVec<'a, Bumped<'a>>, |cx| BumpaloVec::new_in(cx), |v, _, c| v.push(c));
tree!(Owned, (), Vec<Owned>, |()| Vec::new(), |v, (), c| v.push(c));

fn tree_of_thin_vecs(clock: &mut Clock) {
    clock.time(|_| {
        scope!(cx);
        sum(&grow::<Thin<'_>>(cx, black_box(LEVELS), SEED))
    });
}

fn tree_of_mem_vecs(clock: &mut Clock) {
    clock.time(|_| {
        scope!(cx);
        sum(&grow::<Full<'_>>(cx, black_box(LEVELS), SEED))
    });
}

fn tree_of_bumpalo_vecs(clock: &mut Clock) {
    let mut bump = Bump::new();
    clock.time(|_| {
        let sum = sum(&grow::<Bumped<'_>>(&bump, black_box(LEVELS), SEED));
        bump.reset();
        sum
    });
}

fn tree_of_vecs(clock: &mut Clock) {
    clock.time(|_| sum(&grow::<Owned>((), black_box(LEVELS), SEED)));
}
