//! A structure is copied from one arena to another with all that it refers to, read, and goes.

use std::{hint::black_box, iter::successors};

use bumpalo::Bump;
use memscope::{CopyIn, MemCx, scope};
use oxc_allocator::{Allocator as Oxc, Box as OxcBox, CloneIn, CloneInSemanticIds as Ids, Vec as OxcVec};

use crate::{
    harness::{Clock, Workload},
    peers::furnish,
    words::Words,
};

/// A call has three arguments, down to this depth.
const DEPTH: u32 = 5;
const CALLS: u32 = (3_u32.pow(DEPTH) - 1) / 2;
/// A call and its callee; the calls of the last level have three numbers each.
const NODES: u32 = 2 * CALLS + 3_u32.pow(DEPTH);

const LENGTH: u32 = 500;

/// Room for a whole copy, so that no peer takes a second chunk.
const ROOM: usize = 64 * 1024;

pub static TREE: Workload = Workload {
    key: "deep-copy",
    title: "deep copy of a syntax tree",
    unit: "node",
    units: NODES,
    target: Some(1.0),
    cases: cases! {
        "memscope" => tree_by_derive,
        "oxc" => tree_by_clone_in,
        "bumpalo" => tree_by_hand::<1>,
        "bumpalo:tuned" => tree_by_hand::<8>,
        "glibc" => tree_by_clone,
    },
};

pub static LIST: Workload = Workload {
    key: "deep-copy-list",
    title: "deep copy of a list of 500 nodes",
    unit: "node",
    units: LENGTH,
    target: None,
    cases: cases! {
        "memscope" => list_by_derive,
        "oxc" => list_by_clone_in,
        "bumpalo" => list_by_hand::<1>,
        "bumpalo:tuned" => list_by_hand::<8>,
        "glibc" => list_by_clone,
    },
};

#[derive(CopyIn)]
enum Expr<'mcx> {
    Number(f64),
    Name(&'mcx str),
    Call { callee: &'mcx Expr<'mcx>, args: &'mcx [Expr<'mcx>] },
}

impl<'mcx> Expr<'mcx> {
    fn grow(words: &Words, depth: u32, cx: MemCx<'mcx>) -> Self {
        if depth == 0 {
            return Self::Number(f64::from(depth) + 1.0);
        }
        let callee = cx.alloc(Self::Name(cx.alloc_str(words.at(u64::from(depth)))));
        Self::Call { callee, args: cx.alloc_slice_fill_with(3, |_| Self::grow(words, depth - 1, cx)) }
    }

    fn sum(&self) -> u64 {
        match self {
            Self::Number(number) => *number as u64,
            Self::Name(name) => name.len() as u64,
            Self::Call { callee, args } => callee.sum() + args.iter().map(Self::sum).sum::<u64>(),
        }
    }

    /// What one writes for an arena without such a trait.
    fn copy_by_hand<'to, const ALIGN: usize>(&self, to: &'to Bump<ALIGN>) -> Expr<'to> {
        match self {
            Self::Number(number) => Expr::Number(*number),
            Self::Name(name) => Expr::Name(to.alloc_str(name)),
            Self::Call { callee, args } => Expr::Call {
                callee: to.alloc(callee.copy_by_hand(to)),
                args: to.alloc_slice_fill_iter(args.iter().map(|arg| arg.copy_by_hand(to))),
            },
        }
    }
}

/// The same as oxc writes its trees.
enum OxcExpr<'a> {
    Number(f64),
    Name(&'a str),
    Call { callee: OxcBox<'a, OxcExpr<'a>>, args: OxcVec<'a, OxcExpr<'a>> },
}

impl<'a> OxcExpr<'a> {
    fn of(expr: &Expr<'_>, arena: &'a Oxc) -> Self {
        match expr {
            Expr::Number(number) => Self::Number(*number),
            Expr::Name(name) => Self::Name(arena.alloc_str(name)),
            Expr::Call { callee, args } => Self::Call {
                callee: OxcBox::new_in(Self::of(callee, arena), &arena),
                args: OxcVec::from_iter_in(args.iter().map(|arg| Self::of(arg, arena)), &arena),
            },
        }
    }

    fn sum(&self) -> u64 {
        match self {
            Self::Number(number) => *number as u64,
            Self::Name(name) => name.len() as u64,
            Self::Call { callee, args } => callee.sum() + args.iter().map(Self::sum).sum::<u64>(),
        }
    }
}

// As its derive writes it.
impl<'to> CloneIn<'to> for OxcExpr<'_> {
    type Cloned = OxcExpr<'to>;

    fn clone_in_impl(&self, ids: Ids, to: &'to Oxc) -> OxcExpr<'to> {
        match self {
            Self::Number(number) => OxcExpr::Number(number.clone_in_impl(ids, to)),
            Self::Name(name) => OxcExpr::Name(name.clone_in_impl(ids, to)),
            Self::Call { callee, args } => {
                OxcExpr::Call { callee: callee.clone_in_impl(ids, to), args: args.clone_in_impl(ids, to) }
            }
        }
    }
}

#[derive(Clone)]
enum OwnedExpr {
    Number(f64),
    Name(String),
    Call { callee: Box<OwnedExpr>, args: Vec<OwnedExpr> },
}

impl OwnedExpr {
    fn of(expr: &Expr<'_>) -> Self {
        match expr {
            Expr::Number(number) => Self::Number(*number),
            Expr::Name(name) => Self::Name((*name).to_owned()),
            Expr::Call { callee, args } => {
                Self::Call { callee: Box::new(Self::of(callee)), args: args.iter().map(Self::of).collect() }
            }
        }
    }

    fn sum(&self) -> u64 {
        match self {
            Self::Number(number) => *number as u64,
            Self::Name(name) => name.len() as u64,
            Self::Call { callee, args } => callee.sum() + args.iter().map(Self::sum).sum::<u64>(),
        }
    }
}

/// The original, in a scope of its own.
fn tree(cx: MemCx<'_>) -> Expr<'_> {
    Expr::grow(&Words::new(), DEPTH, cx)
}

fn tree_by_derive(clock: &mut Clock) {
    scope!(original);
    let tree = black_box(tree(original));
    scope!(parent);
    furnish(parent, ROOM);
    let parent = black_box(parent);
    clock.time(|_| {
        scope!(cx in parent);
        tree.copy_in(cx).sum()
    });
}

fn tree_by_clone_in(clock: &mut Clock) {
    scope!(source);
    let (original, mut arena) = (Oxc::with_capacity(ROOM), Oxc::with_capacity(ROOM));
    let tree = black_box(OxcExpr::of(&tree(source), &original));
    let arena = black_box(&mut arena);
    clock.time(|_| {
        let sum = tree.clone_in(arena).sum();
        arena.reset();
        sum
    });
}

fn tree_by_hand<const ALIGN: usize>(clock: &mut Clock) {
    scope!(original);
    let tree = black_box(tree(original));
    let mut arena = Bump::<ALIGN>::with_min_align_and_capacity(ROOM);
    let arena = black_box(&mut arena);
    clock.time(|_| {
        let sum = tree.copy_by_hand(arena).sum();
        arena.reset();
        sum
    });
}

fn tree_by_clone(clock: &mut Clock) {
    scope!(source);
    let tree = black_box(OwnedExpr::of(&tree(source)));
    clock.time(|_| tree.clone().sum());
}

#[derive(CopyIn)]
struct Node<'mcx> {
    value: u64,
    #[copy_in(tail)]
    next: Option<&'mcx Node<'mcx>>,
}

impl<'mcx> Node<'mcx> {
    fn list(cx: MemCx<'mcx>) -> Self {
        let end = Self { value: 0, next: None };
        (1..u64::from(LENGTH)).fold(end, |next, value| Self { value, next: Some(cx.alloc(next)) })
    }

    fn sum(&self) -> u64 {
        successors(Some(self), |node| node.next).map(|node| node.value).sum()
    }

    fn copy_by_hand<'to, const ALIGN: usize>(&self, to: &'to Bump<ALIGN>) -> Node<'to> {
        Node { value: self.value, next: self.next.map(|next| &*to.alloc(next.copy_by_hand(to))) }
    }
}

struct OxcNode<'a> {
    value: u64,
    next: Option<OxcBox<'a, OxcNode<'a>>>,
}

impl<'a> OxcNode<'a> {
    fn of(node: &Node<'_>, arena: &'a Oxc) -> Self {
        Self { value: node.value, next: node.next.map(|next| OxcBox::new_in(Self::of(next, arena), &arena)) }
    }

    fn sum(&self) -> u64 {
        successors(Some(self), |node| node.next.as_deref()).map(|node| node.value).sum()
    }
}

impl<'to> CloneIn<'to> for OxcNode<'_> {
    type Cloned = OxcNode<'to>;

    fn clone_in_impl(&self, ids: Ids, to: &'to Oxc) -> OxcNode<'to> {
        OxcNode { value: self.value.clone_in_impl(ids, to), next: self.next.clone_in_impl(ids, to) }
    }
}

#[derive(Clone)]
struct OwnedNode {
    value: u64,
    next: Option<Box<OwnedNode>>,
}

impl OwnedNode {
    fn of(node: &Node<'_>) -> Self {
        Self { value: node.value, next: node.next.map(|next| Box::new(Self::of(next))) }
    }

    fn sum(&self) -> u64 {
        successors(Some(self), |node| node.next.as_deref()).map(|node| node.value).sum()
    }
}

fn list_by_derive(clock: &mut Clock) {
    scope!(original);
    let list = black_box(Node::list(original));
    scope!(parent);
    furnish(parent, ROOM);
    let parent = black_box(parent);
    clock.time(|_| {
        scope!(cx in parent);
        list.copy_in(cx).sum()
    });
}

fn list_by_clone_in(clock: &mut Clock) {
    scope!(source);
    let (original, mut arena) = (Oxc::with_capacity(ROOM), Oxc::with_capacity(ROOM));
    let list = black_box(OxcNode::of(&Node::list(source), &original));
    let arena = black_box(&mut arena);
    clock.time(|_| {
        let sum = list.clone_in(arena).sum();
        arena.reset();
        sum
    });
}

fn list_by_hand<const ALIGN: usize>(clock: &mut Clock) {
    scope!(original);
    let list = black_box(Node::list(original));
    let mut arena = Bump::<ALIGN>::with_min_align_and_capacity(ROOM);
    let arena = black_box(&mut arena);
    clock.time(|_| {
        let sum = list.copy_by_hand(arena).sum();
        arena.reset();
        sum
    });
}

fn list_by_clone(clock: &mut Clock) {
    scope!(source);
    let list = black_box(OwnedNode::of(&Node::list(source)));
    clock.time(|_| list.clone().sum());
}
