//! Owners, and values that are kept with something else.

use std::{hint::black_box, rc::Rc, sync::Arc};

use bumpalo::Bump;
use memscope::{At, Covariant, Family, Keepable, Kept, keep_with, scope};
use self_cell::self_cell;

use crate::{
    harness::{Clock, Workload},
    peers::furnish,
    words::Words,
};

/// An owner holds a list of so many words.
const FEW: usize = 8;
/// And a larger one of so many.
const MANY: usize = 400;

pub static OWNER: Workload = Workload {
    key: "owner",
    title: "an owner of a list of 8 words, made, read and dropped",
    unit: "owner",
    units: 1,
    target: None,
    cases: cases! {
        "memscope" => kept::<FEW>,
        "memscope:arc" => kept_arc::<FEW>,
        "bumpalo:self_cell" => bump_cell::<FEW>,
        "bump-scope:self_cell" => bump_scope_cell::<FEW>,
        "glibc:box" => boxed::<FEW>,
        "glibc:arc" => counted::<FEW>,
    },
};

pub static LARGE_OWNER: Workload = Workload {
    key: "large-owner",
    title: "the same with 400 words",
    unit: "owner",
    units: 1,
    target: None,
    cases: cases! {
        "memscope" => kept::<MANY>,
        "memscope:arc" => kept_arc::<MANY>,
        "bumpalo:self_cell" => bump_cell::<MANY>,
        "bump-scope:self_cell" => bump_scope_cell::<MANY>,
        "glibc:box" => boxed::<MANY>,
        "glibc:arc" => counted::<MANY>,
    },
};

pub static KEEP: Workload = Workload {
    key: "keep",
    title: "40 structs kept with a vector",
    unit: "struct",
    units: 40,
    target: None,
    cases: cases! {
        "memscope" => kept_structs,
        "bumpalo" => bump_structs,
        "glibc:box" => box_structs,
        "glibc:rc" => rc_structs,
        "glibc:arc" => arc_structs,
    },
};

#[derive(Clone, Copy)]
struct Node<'a> {
    word: &'a str,
    next: Option<&'a Node<'a>>,
}

impl Family for Node<'_> {
    type Rest = ();
}

impl<'m> Keepable<'m> for Node<'_> {
    type At = Node<'m>;
}

impl Covariant for Node<'_> {
    fn shorten<'r, 'short, 'long: 'short>(root: &'r At<'long, Self>) -> &'r At<'short, Self>
    where
        Self: 'long,
    {
        root
    }
}

fn word(words: Words, i: u64, n: usize) -> &'static str {
    words.at(i + n as u64)
}

#[inline(always)]
fn list<'a, const N: usize>(
    words: Words,
    i: u64,
    text: impl Fn(&str) -> &'a str,
    put: impl Fn(Node<'a>) -> &'a Node<'a>,
) -> Node<'a> {
    let mut list = Node { word: text(word(words, i, 0)), next: None };
    for n in 1..N {
        list = Node { word: text(word(words, i, n)), next: Some(put(list)) };
    }
    list
}

fn length(list: &Node<'_>) -> u64 {
    let mut sum = 0;
    let mut node = Some(list);
    while let Some(Node { word, next }) = node {
        sum += word.len() as u64;
        node = *next;
    }
    sum
}

fn kept<const N: usize>(clock: &mut Clock) {
    let words = Words::new();
    clock.time(|i| {
        let owner: Kept<Node<'static>> =
            Kept::new(|cx| list::<N>(words, i, |text| cx.alloc_str(text), |node| cx.alloc(node)));
        length(black_box(owner).get())
    });
}

fn kept_arc<const N: usize>(clock: &mut Clock) {
    let words = Words::new();
    clock.time(|i| {
        let owner: Kept<Node<'static>> =
            Kept::new(|cx| list::<N>(words, i, |text| cx.alloc_str(text), |node| cx.alloc(node)));
        let owner = owner.into_arc();
        let other = owner.clone();
        drop(owner);
        length(black_box(other).get())
    });
}

self_cell!(
    struct BumpCell {
        owner: Bump,
        #[covariant]
        dependent: Node,
    }
);

fn bump_cell<const N: usize>(clock: &mut Clock) {
    let words = Words::new();
    clock.time(|i| {
        let owner = BumpCell::new(Bump::new(), |bump| {
            list::<N>(words, i, |text| bump.alloc_str(text), |node| bump.alloc(node))
        });
        length(black_box(owner).borrow_dependent())
    });
}

type ScopeBump = bump_scope::Bump;

self_cell!(
    struct BumpScopeCell {
        owner: ScopeBump,
        #[covariant]
        dependent: Node,
    }
);

fn bump_scope_cell<const N: usize>(clock: &mut Clock) {
    let words = Words::new();
    clock.time(|i| {
        let owner = BumpScopeCell::new(ScopeBump::new(), |bump| {
            list::<N>(words, i, |text| bump.alloc_str(text).into_mut(), |node| bump.alloc(node).into_mut())
        });
        length(black_box(owner).borrow_dependent())
    });
}

fn boxed<const N: usize>(clock: &mut Clock) {
    struct Node {
        word: Box<str>,
        next: Option<Box<Node>>,
    }
    let words = Words::new();
    clock.time(|i| {
        let mut list = Box::new(Node { word: word(words, i, 0).into(), next: None });
        for n in 1..N {
            list = Box::new(Node { word: word(words, i, n).into(), next: Some(list) });
        }
        let list = black_box(list);
        let mut sum = 0;
        let mut node = Some(&list);
        while let Some(this) = node {
            sum += this.word.len() as u64;
            node = this.next.as_ref();
        }
        sum
    });
}

fn counted<const N: usize>(clock: &mut Clock) {
    struct Node {
        word: Arc<str>,
        next: Option<Arc<Node>>,
    }
    let words = Words::new();
    clock.time(|i| {
        let mut list = Arc::new(Node { word: word(words, i, 0).into(), next: None });
        for n in 1..N {
            list = Arc::new(Node { word: word(words, i, n).into(), next: Some(list) });
        }
        let list = black_box(list);
        let mut sum = 0;
        let mut node = Some(&list);
        while let Some(this) = node {
            sum += this.word.len() as u64;
            node = this.next.as_ref();
        }
        sum
    });
}

#[derive(Clone, Copy)]
struct Point {
    at: [u64; 3],
}

const POINTS: u64 = KEEP.units as u64;

fn point(i: u64, j: u64) -> Point {
    Point { at: [i, j, i ^ j] }
}

fn sum<'a>(points: impl IntoIterator<Item = &'a Point>) -> u64 {
    points.into_iter().fold(0, |sum, point| sum.wrapping_add(point.at[2]))
}

fn kept_structs(clock: &mut Clock) {
    scope!(parent);
    furnish(parent, 16 * 1024);
    let parent = black_box(parent);
    clock.time(|i| {
        scope!(cx in parent);
        let mut list = cx.vec();
        for j in 0..POINTS {
            let point = keep_with(&list, point(i, j));
            list.push(&*point);
        }
        sum(black_box(list))
    });
}

fn bump_structs(clock: &mut Clock) {
    let mut bump = Bump::with_capacity(16 * 1024);
    clock.time(|i| {
        let sum = {
            let mut list = bumpalo::collections::Vec::new_in(&bump);
            for j in 0..POINTS {
                let point = bump.alloc(point(i, j));
                list.push(&*point);
            }
            sum(black_box(list))
        };
        bump.reset();
        sum
    });
}

fn box_structs(clock: &mut Clock) {
    clock.time(|i| {
        let mut list = Vec::new();
        for j in 0..POINTS {
            list.push(Box::new(point(i, j)));
        }
        sum(black_box(list).iter().map(|point| &**point))
    });
}

fn rc_structs(clock: &mut Clock) {
    clock.time(|i| {
        let mut list = Vec::new();
        for j in 0..POINTS {
            list.push(Rc::new(point(i, j)));
        }
        sum(black_box(list).iter().map(|point| &**point))
    });
}

fn arc_structs(clock: &mut Clock) {
    clock.time(|i| {
        let mut list = Vec::new();
        for j in 0..POINTS {
            list.push(Arc::new(point(i, j)));
        }
        sum(black_box(list).iter().map(|point| &**point))
    });
}
