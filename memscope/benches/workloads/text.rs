//! Strings, copied and formatted.

use std::hint::black_box;

use memscope::scope;

use crate::{
    harness::{Clock, Workload},
    peers::{Arena, Buffers, Grows, Heap, Place, Text, furnish},
    words::Words,
};

/// Strings in one scope.
const MANY: u32 = 500;
/// Room for all of them, so that no peer takes a second chunk.
const ROOM: usize = 64 * 1024;

pub static COPIES: Workload = Workload {
    key: "str",
    title: "alloc_str of 3-12 bytes",
    unit: "string",
    units: MANY,
    target: Some(0.85),
    cases: cases! { "memscope" => copies_in_scope, heaps => copies_owned, arenas => copies },
};

pub static FORMATTED: Workload = Workload {
    key: "format",
    title: "format into the arena",
    unit: "string",
    units: MANY,
    target: Some(0.92),
    cases: cases! { "memscope" => formatted_in_scope, heaps => formatted_owned, growing => formatted },
};

/// Somebody sees the string; its length counts.
#[inline(always)]
fn see(text: &str) -> u64 {
    black_box(text).len() as u64
}

#[inline(always)]
fn copy<'a>(place: impl Place<'a>, words: Words, i: u64) -> u64 {
    (i..i + u64::from(MANY)).map(|j| see(place.text(words.at(j)))).sum()
}

fn copies_in_scope(clock: &mut Clock) {
    scope!(parent);
    furnish(parent, ROOM);
    let parent = black_box(parent);
    let words = Words::new();
    clock.time(|i| {
        scope!(cx in parent);
        copy(cx, words, i)
    });
}

fn copies<A: Arena>(clock: &mut Clock) {
    let mut arena = A::with_room(ROOM);
    let arena = black_box(&mut arena);
    let words = Words::new();
    clock.time(|i| arena.scope(|place| copy(place, words, i)));
}

fn copies_owned<H: Heap>(clock: &mut Clock) {
    let words = Words::new();
    clock.time(|i| (i..i + u64::from(MANY)).map(|j| see(&Text::<H>::copied(words.at(j)))).sum());
}

#[inline(always)]
fn format<'a>(place: impl Buffers<'a>, words: Words, i: u64) -> u64 {
    (i..i + u64::from(MANY)).map(|j| see(place.format(format_args!("{}-{j}", words.at(j))))).sum()
}

fn formatted_in_scope(clock: &mut Clock) {
    scope!(parent);
    furnish(parent, ROOM);
    let parent = black_box(parent);
    let words = Words::new();
    clock.time(|i| {
        scope!(cx in parent);
        format(cx, words, i)
    });
}

fn formatted<A: Grows>(clock: &mut Clock) {
    let mut arena = A::with_room(ROOM);
    let arena = black_box(&mut arena);
    let words = Words::new();
    clock.time(|i| arena.scope(|place| format(place, words, i)));
}

fn formatted_owned<H: Heap>(clock: &mut Clock) {
    let words = Words::new();
    clock.time(|i| {
        (i..i + u64::from(MANY)).map(|j| see(&Text::<H>::formatted(format_args!("{}-{j}", words.at(j))))).sum()
    });
}
