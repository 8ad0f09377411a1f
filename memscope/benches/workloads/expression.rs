//! An expression is parsed into a tree, evaluated, and the tree goes.

use std::{hint::black_box, ops::Deref};

use memscope::scope;
use typed_arena::Arena as TypedArena;

use crate::{
    harness::{Clock, Workload},
    peers::{Arena, Boxed, Heap, Place, boxed, furnish},
};

/// 20 numbers and 19 operators.
const SOURCE: &str = "(12+3*47)*(8-5)+((91*2-17)*(6+6)-44*3)+(7*(1+29)-(355+113))*2+64*5";
const NODES: u32 = 39;

pub static EXPRESSION: Workload = Workload {
    key: "expression",
    title: "expression tree: parse, evaluate, free",
    unit: "node",
    units: NODES,
    target: Some(0.92),
    cases: cases! { "memscope" => in_scope, "typed-arena" => in_typed_arena, heaps => in_boxes, arenas => in_arena },
};

/// A node, with whatever the peer refers to nodes by.
enum Node<R> {
    Number(i64),
    Operation(u8, R, R),
}

/// A reference into an arena.
struct Ref<'a>(&'a Node<Ref<'a>>);

impl<'a> Deref for Ref<'a> {
    type Target = Node<Self>;

    fn deref(&self) -> &Node<Self> {
        self.0
    }
}

struct Owned<H: Heap>(Boxed<Node<Owned<H>>, H>);

impl<H: Heap> Deref for Owned<H> {
    type Target = Node<Self>;

    fn deref(&self) -> &Node<Self> {
        &self.0
    }
}

/// A recursive descent over the bytes that are left; `put` makes a node.
struct Parser<'s>(&'s [u8]);

impl Parser<'_> {
    fn sum<R>(&mut self, put: impl Fn(Node<R>) -> R + Copy) -> R {
        let mut left = self.product(put);
        while let [operator @ (b'+' | b'-'), rest @ ..] = self.0 {
            self.0 = rest;
            let right = self.product(put);
            left = put(Node::Operation(*operator, left, right));
        }
        left
    }

    fn product<R>(&mut self, put: impl Fn(Node<R>) -> R + Copy) -> R {
        let mut left = self.atom(put);
        while let [b'*', rest @ ..] = self.0 {
            self.0 = rest;
            let right = self.atom(put);
            left = put(Node::Operation(b'*', left, right));
        }
        left
    }

    fn atom<R>(&mut self, put: impl Fn(Node<R>) -> R + Copy) -> R {
        if let [b'(', rest @ ..] = self.0 {
            self.0 = rest;
            let inner = self.sum(put);
            self.0 = &self.0[1..];
            return inner;
        }
        let mut number = 0;
        while let [digit @ b'0'..=b'9', rest @ ..] = self.0 {
            number = number * 10 + i64::from(digit - b'0');
            self.0 = rest;
        }
        put(Node::Number(number))
    }
}

fn evaluate<R: Deref<Target = Node<R>>>(node: &Node<R>) -> i64 {
    match node {
        Node::Number(number) => *number,
        Node::Operation(operator, left, right) => {
            let (left, right) = (evaluate(left), evaluate(right));
            match operator {
                b'+' => left + right,
                b'-' => left - right,
                _ => left * right,
            }
        }
    }
}

/// Not inlined, as a parser is.
#[inline(never)]
fn parse<R>(put: impl Fn(Node<R>) -> R + Copy) -> R {
    Parser(black_box(SOURCE).as_bytes()).sum(put)
}

/// Room for the whole tree, so that no peer takes a second chunk.
const ROOM: usize = 16 * 1024;

fn in_scope(clock: &mut Clock) {
    scope!(parent);
    furnish(parent, ROOM);
    let parent = black_box(parent);
    clock.time(|_| {
        scope!(cx in parent);
        evaluate(&parse(|node| Ref(cx.alloc(node)))) as u64
    });
}

fn in_arena<A: Arena>(clock: &mut Clock) {
    let mut arena = A::with_room(ROOM);
    let arena = black_box(&mut arena);
    clock.time(|_| arena.scope(|place| evaluate(&parse(|node| Ref(place.put(node)))) as u64));
}

fn in_typed_arena(clock: &mut Clock) {
    clock.time(|_| {
        let arena = TypedArena::with_capacity(NODES as usize);
        let arena: &TypedArena<Node<Ref<'_>>> = &arena;
        evaluate(&parse(|node| Ref(arena.alloc(node)))) as u64
    });
}

fn in_boxes<H: Heap>(clock: &mut Clock) {
    clock.time(|_| evaluate(&parse(|node| Owned(boxed::<_, H>(node)))) as u64);
}
