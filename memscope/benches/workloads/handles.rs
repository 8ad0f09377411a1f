//! Structures with links: 32-bit indices of a branded slab, beside what else can stand for a link.

use std::cell::Cell;
use std::hint::black_box;

use memscope::{Idx, MemSlab, scope, slab};
use petgraph::graph::{DiGraph, NodeIndex};
use slotmap::{DefaultKey, SlotMap};
use typed_arena::Arena as TypedArena;

use crate::harness::{Clock, Workload};

const KEYS: u32 = 1 << 14;
const PLACES: u32 = 1 << 14;
const ROADS: usize = 4;

pub static TREE: Workload = Workload {
    key: "index-tree",
    title: "search tree of 16384 keys by index: build, find each",
    unit: "key",
    units: KEYS,
    target: None,
    cases: cases! {
        "memscope" => tree_in_slab::<0>,
        "memscope:room" => tree_in_slab::<{ KEYS as usize }>,
        "vec:usize" => tree_in_vec::<usize>,
        "vec:u32" => tree_in_vec::<u32>,
        "slotmap" => tree_in_slotmap,
        "typed-arena" => tree_in_typed_arena,
    },
};

pub static GRAPH: Workload = Workload {
    key: "index-graph",
    title: "graph of 16384 nodes, 4 edges each: build, visit all",
    unit: "node",
    units: PLACES,
    target: Some(1.0),
    cases: cases! {
        "memscope" => graph_in_slab::<0>,
        "memscope:room" => graph_in_slab::<{ PLACES as usize }>,
        "vec:usize" => graph_in_vec::<usize>,
        "vec:u32" => graph_in_vec::<u32>,
        "slotmap" => graph_in_slotmap,
        "petgraph" => graph_in_petgraph,
        "typed-arena" => graph_in_typed_arena,
    },
};

/// All numbers below a power of two, in no order.
fn shuffled(n: u32, count: u32) -> u32 {
    n.wrapping_mul(0x9E37_79B1).rotate_left(7).wrapping_mul(0x85EB_CA77) & (count - 1)
}

/// Where the roads from a place lead.
fn roads(from: u32) -> [u32; ROADS] {
    // One of them to the next place, so that all are found.
    [(from + 1) & (PLACES - 1), shuffled(from, PLACES), shuffled(from ^ 0x5555, PLACES), shuffled(!from, PLACES)]
}

/// A binary search tree, whatever its links are.
trait Tree {
    type Link: Copy;

    fn add(&mut self, key: u32) -> Self::Link;
    fn key(&self, at: Self::Link) -> u32;
    fn child(&self, at: Self::Link, side: usize) -> Option<Self::Link>;
    fn set_child(&mut self, at: Self::Link, side: usize, child: Self::Link);
}

/// The sum of the depths at which the keys are found.
#[inline(always)]
fn search<T: Tree>(tree: &mut T, seed: u32) -> u64 {
    let root = tree.add(KEYS / 2);
    for n in 1..KEYS {
        let key = shuffled(n ^ seed, KEYS);
        let mut at = root;
        loop {
            let side = usize::from(key > tree.key(at));
            match tree.child(at, side) {
                Some(child) => at = child,
                None => break,
            }
        }
        let new = tree.add(key);
        tree.set_child(at, usize::from(key > tree.key(at)), new);
    }
    let mut depths = 0;
    for key in 0..KEYS {
        let mut at = Some(root);
        while let Some(node) = at.filter(|node| tree.key(*node) != key) {
            at = tree.child(node, usize::from(key > tree.key(node)));
            depths += 1;
        }
    }
    depths
}

struct Node<L> {
    key: u32,
    children: [Option<L>; 2],
}

impl<L: Copy> Node<L> {
    const fn new(key: u32) -> Self {
        Self { key, children: [None; 2] }
    }
}

struct Leaf<'s>(Node<Idx<'s, Leaf<'s>>>);

impl<'s> Tree for MemSlab<'s, Leaf<'s>> {
    type Link = Idx<'s, Leaf<'s>>;

    #[inline(always)]
    fn add(&mut self, key: u32) -> Self::Link {
        self.push(Leaf(Node::new(key)))
    }

    #[inline(always)]
    fn key(&self, at: Self::Link) -> u32 {
        self[at].0.key
    }

    #[inline(always)]
    fn child(&self, at: Self::Link, side: usize) -> Option<Self::Link> {
        self[at].0.children[side]
    }

    #[inline(always)]
    fn set_child(&mut self, at: Self::Link, side: usize, child: Self::Link) {
        self[at].0.children[side] = Some(child);
    }
}

fn tree_in_slab<const ROOM: usize>(clock: &mut Clock) {
    clock.time(|i| {
        scope!(cx);
        slab!(mut nodes in cx);
        nodes.reserve(ROOM);
        search(&mut nodes, i as u32)
    });
}

/// A number that is an index: the largest says that there is none.
trait Number: Copy + PartialEq {
    const NONE: Self;
    fn of(index: usize) -> Self;
    fn index(self) -> usize;
}

impl Number for usize {
    const NONE: Self = Self::MAX;

    #[inline(always)]
    fn of(index: usize) -> Self {
        index
    }

    #[inline(always)]
    fn index(self) -> usize {
        self
    }
}

impl Number for u32 {
    const NONE: Self = Self::MAX;

    #[inline(always)]
    fn of(index: usize) -> Self {
        index as Self
    }

    #[inline(always)]
    fn index(self) -> usize {
        self as usize
    }
}

struct Numbered<N>(u32, [N; 2]);

impl<N: Number> Tree for Vec<Numbered<N>> {
    type Link = N;

    #[inline(always)]
    fn add(&mut self, key: u32) -> N {
        self.push(Numbered(key, [N::NONE; 2]));
        N::of(self.len() - 1)
    }

    #[inline(always)]
    fn key(&self, at: N) -> u32 {
        self[at.index()].0
    }

    #[inline(always)]
    fn child(&self, at: N, side: usize) -> Option<N> {
        Some(self[at.index()].1[side]).filter(|child| *child != N::NONE)
    }

    #[inline(always)]
    fn set_child(&mut self, at: N, side: usize, child: N) {
        self[at.index()].1[side] = child;
    }
}

fn tree_in_vec<N: Number>(clock: &mut Clock) {
    clock.time(|i| search(&mut Vec::<Numbered<N>>::new(), i as u32));
}

impl Tree for SlotMap<DefaultKey, Node<DefaultKey>> {
    type Link = DefaultKey;

    #[inline(always)]
    fn add(&mut self, key: u32) -> DefaultKey {
        self.insert(Node::new(key))
    }

    #[inline(always)]
    fn key(&self, at: DefaultKey) -> u32 {
        self[at].key
    }

    #[inline(always)]
    fn child(&self, at: DefaultKey, side: usize) -> Option<DefaultKey> {
        self[at].children[side]
    }

    #[inline(always)]
    fn set_child(&mut self, at: DefaultKey, side: usize, child: DefaultKey) {
        self[at].children[side] = Some(child);
    }
}

fn tree_in_slotmap(clock: &mut Clock) {
    clock.time(|i| search(&mut SlotMap::<DefaultKey, Node<DefaultKey>>::new(), i as u32));
}

struct Linked<'a> {
    key: u32,
    children: [Cell<Option<&'a Linked<'a>>>; 2],
}

impl<'a> Tree for &'a TypedArena<Linked<'a>> {
    type Link = &'a Linked<'a>;

    #[inline(always)]
    fn add(&mut self, key: u32) -> Self::Link {
        self.alloc(Linked { key, children: [const { Cell::new(None) }; 2] })
    }

    #[inline(always)]
    fn key(&self, at: Self::Link) -> u32 {
        at.key
    }

    #[inline(always)]
    fn child(&self, at: Self::Link, side: usize) -> Option<Self::Link> {
        at.children[side].get()
    }

    #[inline(always)]
    fn set_child(&mut self, at: Self::Link, side: usize, child: Self::Link) {
        at.children[side].set(Some(child));
    }
}

fn tree_in_typed_arena(clock: &mut Clock) {
    clock.time(|i| {
        let arena = TypedArena::new();
        search(&mut &arena, i as u32)
    });
}

/// A graph, whatever its links are.
trait Roads {
    type Link: Copy;

    fn add(&mut self, name: u32) -> Self::Link;
    fn connect(&mut self, from: Self::Link, to: [Self::Link; ROADS]);
    /// The name of a place that has not been visited yet.
    fn visit(&mut self, at: Self::Link) -> Option<u32>;
    fn each(&self, from: Self::Link, f: impl FnMut(Self::Link));
}

/// The sum of the names of all places that are found, each times its turn.
#[inline(always)]
fn travel<R: Roads>(map: &mut R, seed: u64) -> u64 {
    let places: Vec<R::Link> = (0..PLACES).map(|name| map.add(name)).collect();
    for (from, place) in (0..).zip(&places) {
        map.connect(*place, roads(from).map(|to| places[to as usize]));
    }
    let mut sum = seed;
    let mut waiting = vec![black_box(places[0])];
    let mut turn = 0;
    while let Some(at) = waiting.pop() {
        if let Some(name) = map.visit(at) {
            turn += 1;
            sum = sum.wrapping_add(u64::from(name));
            map.each(at, |to| waiting.push(to));
        }
    }
    sum.wrapping_mul(turn)
}

struct Place<L> {
    name: u32,
    visited: bool,
    roads: Option<[L; ROADS]>,
}

impl<L: Copy> Place<L> {
    const fn new(name: u32) -> Self {
        Self { name, visited: false, roads: None }
    }

    #[inline(always)]
    fn visit(&mut self) -> Option<u32> {
        (!std::mem::replace(&mut self.visited, true)).then_some(self.name)
    }
}

struct Town<'s>(Place<Idx<'s, Town<'s>>>);

impl<'s> Roads for MemSlab<'s, Town<'s>> {
    type Link = Idx<'s, Town<'s>>;

    #[inline(always)]
    fn add(&mut self, name: u32) -> Self::Link {
        self.push(Town(Place::new(name)))
    }

    #[inline(always)]
    fn connect(&mut self, from: Self::Link, to: [Self::Link; ROADS]) {
        self[from].0.roads = Some(to);
    }

    #[inline(always)]
    fn visit(&mut self, at: Self::Link) -> Option<u32> {
        self[at].0.visit()
    }

    #[inline(always)]
    fn each(&self, from: Self::Link, f: impl FnMut(Self::Link)) {
        self[from].0.roads.into_iter().flatten().for_each(f);
    }
}

fn graph_in_slab<const ROOM: usize>(clock: &mut Clock) {
    clock.time(|i| {
        scope!(cx);
        slab!(mut places in cx);
        places.reserve(ROOM);
        travel(&mut places, i)
    });
}

impl<N: Number> Roads for Vec<Place<N>> {
    type Link = N;

    #[inline(always)]
    fn add(&mut self, name: u32) -> N {
        self.push(Place::new(name));
        N::of(self.len() - 1)
    }

    #[inline(always)]
    fn connect(&mut self, from: N, to: [N; ROADS]) {
        self[from.index()].roads = Some(to);
    }

    #[inline(always)]
    fn visit(&mut self, at: N) -> Option<u32> {
        self[at.index()].visit()
    }

    #[inline(always)]
    fn each(&self, from: N, f: impl FnMut(N)) {
        self[from.index()].roads.into_iter().flatten().for_each(f);
    }
}

fn graph_in_vec<N: Number>(clock: &mut Clock) {
    clock.time(|i| travel(&mut Vec::<Place<N>>::new(), i));
}

impl Roads for SlotMap<DefaultKey, Place<DefaultKey>> {
    type Link = DefaultKey;

    #[inline(always)]
    fn add(&mut self, name: u32) -> DefaultKey {
        self.insert(Place::new(name))
    }

    #[inline(always)]
    fn connect(&mut self, from: DefaultKey, to: [DefaultKey; ROADS]) {
        self[from].roads = Some(to);
    }

    #[inline(always)]
    fn visit(&mut self, at: DefaultKey) -> Option<u32> {
        self[at].visit()
    }

    #[inline(always)]
    fn each(&self, from: DefaultKey, f: impl FnMut(DefaultKey)) {
        self[from].roads.into_iter().flatten().for_each(f);
    }
}

fn graph_in_slotmap(clock: &mut Clock) {
    clock.time(|i| travel(&mut SlotMap::<DefaultKey, Place<DefaultKey>>::new(), i));
}

/// petgraph keeps the edges in a list of their own.
struct Junction {
    name: u32,
    visited: bool,
}

impl Roads for DiGraph<Junction, ()> {
    type Link = NodeIndex;

    #[inline(always)]
    fn add(&mut self, name: u32) -> NodeIndex {
        self.add_node(Junction { name, visited: false })
    }

    #[inline(always)]
    fn connect(&mut self, from: NodeIndex, to: [NodeIndex; ROADS]) {
        for to in to {
            self.add_edge(from, to, ());
        }
    }

    #[inline(always)]
    fn visit(&mut self, at: NodeIndex) -> Option<u32> {
        let place = &mut self[at];
        (!std::mem::replace(&mut place.visited, true)).then_some(place.name)
    }

    #[inline(always)]
    fn each(&self, from: NodeIndex, f: impl FnMut(NodeIndex)) {
        self.neighbors(from).for_each(f);
    }
}

fn graph_in_petgraph(clock: &mut Clock) {
    clock.time(|i| travel(&mut DiGraph::new(), i));
}

struct Village<'a> {
    name: u32,
    visited: Cell<bool>,
    roads: Cell<Option<[&'a Village<'a>; ROADS]>>,
}

impl<'a> Roads for &'a TypedArena<Village<'a>> {
    type Link = &'a Village<'a>;

    #[inline(always)]
    fn add(&mut self, name: u32) -> Self::Link {
        self.alloc(Village { name, visited: Cell::new(false), roads: Cell::new(None) })
    }

    #[inline(always)]
    fn connect(&mut self, from: Self::Link, to: [Self::Link; ROADS]) {
        from.roads.set(Some(to));
    }

    #[inline(always)]
    fn visit(&mut self, at: Self::Link) -> Option<u32> {
        (!at.visited.replace(true)).then_some(at.name)
    }

    #[inline(always)]
    fn each(&self, from: Self::Link, f: impl FnMut(Self::Link)) {
        from.roads.get().into_iter().flatten().for_each(f);
    }
}

fn graph_in_typed_arena(clock: &mut Clock) {
    clock.time(|i| {
        let arena = TypedArena::new();
        travel(&mut &arena, i)
    });
}
