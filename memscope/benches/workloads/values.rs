//! What one allocation costs in a scope that makes a thousand.

use std::hint::black_box;

use memscope::scope;

use crate::{
    harness::{Clock, Workload},
    peers::{Arena, Boxed, Buffers, Growing, Grows, Heap, List, Place, boxed, furnish},
};

/// Allocations in one scope.
const MANY: u32 = 1000;
/// Room for all of them, so that no peer takes a second chunk.
const ROOM: usize = 64 * 1024;

pub static WORDS: Workload = Workload {
    key: "u64",
    title: "u64, in cache",
    unit: "alloc",
    units: MANY,
    target: Some(0.75),
    cases: cases! { "memscope" => words_in_scope, "typed-arena" => words_typed, heaps => words_boxed, arenas => words },
};

pub static TRIPLES: Workload = Workload {
    key: "24-bytes",
    title: "24 bytes, in a function that is not inlined",
    unit: "alloc",
    units: MANY,
    target: Some(0.9),
    cases: cases! { "memscope" => triples_in_scope, "typed-arena" => triples_typed, heaps => triples_boxed, arenas => triples },
};

pub static PUSHES: Workload = Workload {
    key: "push",
    title: "push u64 with a 24-byte alloc every 4 pushes",
    unit: "push",
    units: MANY,
    target: Some(0.6),
    cases: cases! {
        "memscope" => pushes_in_scope,
        "bumpalo:two" => pushes_in_two::<crate::peers::Bumpalo>,
        "bump-scope:two" => pushes_in_two::<crate::peers::BumpScopeUp>,
        heaps => pushes_boxed,
        growing => pushes,
    },
};

#[inline(always)]
fn put_words<'a>(place: impl Place<'a>, i: u64) -> u64 {
    let mut last = place.put(i);
    for j in 1..u64::from(MANY) {
        last = place.put(i + j);
    }
    *black_box(last)
}

fn words_in_scope(clock: &mut Clock) {
    scope!(parent);
    furnish(parent, ROOM);
    let parent = black_box(parent);
    clock.time(|i| {
        scope!(cx in parent);
        put_words(cx, i)
    });
}

fn words<A: Arena>(clock: &mut Clock) {
    let mut arena = A::with_room(ROOM);
    let arena = black_box(&mut arena);
    clock.time(|i| arena.scope(|place| put_words(place, i)));
}

fn words_typed(clock: &mut Clock) {
    clock.time(|i| {
        let arena = typed_arena::Arena::with_capacity(MANY as usize);
        let mut last = arena.alloc(i);
        for j in 1..u64::from(MANY) {
            last = arena.alloc(i + j);
        }
        *black_box(last)
    });
}

fn words_boxed<H: Heap>(clock: &mut Clock) {
    clock.time(|i| {
        let mut last = 0;
        for j in 0..u64::from(MANY) {
            last = *black_box(boxed::<_, H>(i + j));
        }
        last
    });
}

/// 24 bytes; each names the one before.
struct Triple<'a> {
    before: Option<&'a Triple<'a>>,
    number: u64,
    _other: u64,
}

#[inline(never)]
fn put_triple<'a>(place: impl Place<'a>, before: Option<&'a Triple<'a>>, number: u64) -> &'a Triple<'a> {
    place.put(Triple { before, number, _other: 1 })
}

fn read_triples(last: Option<&Triple<'_>>) -> u64 {
    let last = black_box(last).expect("there are many");
    last.number + last.before.map_or(0, |triple| triple.number)
}

#[inline(always)]
fn put_triples<'a>(place: impl Place<'a>, i: u64) -> u64 {
    let mut last = None;
    for j in 0..u64::from(MANY) {
        last = Some(put_triple(place, last, i + j));
    }
    read_triples(last)
}

fn triples_in_scope(clock: &mut Clock) {
    scope!(parent);
    furnish(parent, ROOM);
    let parent = black_box(parent);
    clock.time(|i| {
        scope!(cx in parent);
        put_triples(cx, i)
    });
}

fn triples<A: Arena>(clock: &mut Clock) {
    let mut arena = A::with_room(ROOM);
    let arena = black_box(&mut arena);
    clock.time(|i| arena.scope(|place| put_triples(place, i)));
}

fn triples_typed(clock: &mut Clock) {
    #[inline(never)]
    fn put<'a>(
        arena: &'a typed_arena::Arena<Triple<'a>>,
        before: Option<&'a Triple<'a>>,
        number: u64,
    ) -> &'a Triple<'a> {
        arena.alloc(Triple { before, number, _other: 1 })
    }

    clock.time(|i| {
        let arena = typed_arena::Arena::with_capacity(MANY as usize);
        let mut last = None;
        for j in 0..u64::from(MANY) {
            last = Some(put(&arena, last, i + j));
        }
        read_triples(last)
    });
}

struct OwnedTriple<H: Heap> {
    before: Option<Boxed<OwnedTriple<H>, H>>,
    number: u64,
    _other: u64,
}

impl<H: Heap> OwnedTriple<H> {
    fn read(last: Option<Boxed<Self, H>>) -> u64 {
        let mut last = black_box(last).expect("there are many");
        let sum = last.number + last.before.as_ref().map_or(0, |triple| triple.number);
        // A list that is dropped by recursion is slower than this.
        while let Some(before) = last.before.take() {
            last = before;
        }
        sum
    }
}

fn triples_boxed<H: Heap>(clock: &mut Clock) {
    #[inline(never)]
    fn put<H: Heap>(before: Option<Boxed<OwnedTriple<H>, H>>, number: u64) -> Boxed<OwnedTriple<H>, H> {
        boxed(OwnedTriple { before, number, _other: 1 })
    }

    clock.time(|i| {
        let mut last = None;
        for j in 0..u64::from(MANY) {
            last = Some(put::<H>(last, i + j));
        }
        OwnedTriple::read(last)
    });
}

#[inline(always)]
fn push_and_put<'a, 'b>(mut vec: impl Growing<'b, u64>, place: impl Place<'a>, i: u64) -> u64 {
    let mut last = None;
    for j in (i..i + u64::from(MANY)).step_by(4) {
        for k in j..j + 4 {
            vec.push(k);
        }
        last = Some(&*place.put(Triple { before: last, number: j, _other: 1 }));
    }
    sum_of_ends(vec.finish()) + read_triples(last)
}

fn sum_of_ends(numbers: &[u64]) -> u64 {
    let numbers = black_box(numbers);
    numbers[0] + numbers[numbers.len() - 1]
}

fn pushes_in_scope(clock: &mut Clock) {
    scope!(parent);
    furnish(parent, ROOM);
    let parent = black_box(parent);
    clock.time(|i| {
        scope!(cx in parent);
        push_and_put(cx.vec(), cx, i)
    });
}

fn pushes<A: Grows>(clock: &mut Clock) {
    let mut arena = A::with_room(ROOM);
    let arena = black_box(&mut arena);
    clock.time(|i| arena.scope(|place| push_and_put(place.vec(), place, i)));
}

/// With an arena for the buffer alone, it can grow in place.
fn pushes_in_two<A: Grows>(clock: &mut Clock) {
    let (mut buffers, mut arena) = (A::with_room(ROOM), A::with_room(ROOM));
    let (buffers, arena) = black_box((&mut buffers, &mut arena));
    clock.time(|i| buffers.scope(|buffer| arena.scope(|place| push_and_put(buffer.vec(), place, i))));
}

fn pushes_boxed<H: Heap>(clock: &mut Clock) {
    clock.time(|i| {
        let mut vec = List::new_in(H::default());
        let mut last = None;
        for j in (i..i + u64::from(MANY)).step_by(4) {
            for k in j..j + 4 {
                vec.push(k);
            }
            last = Some(boxed::<_, H>(OwnedTriple { before: last, number: j, _other: 1 }));
        }
        sum_of_ends(&vec) + OwnedTriple::read(last)
    });
}
