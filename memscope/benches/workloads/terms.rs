//! What a scope's terms cost, beside the same scope without.

use std::hint::black_box;

use memscope::{MemCx, scope, source::Heap};

use crate::{
    harness::{Clock, Workload},
    peers::furnish,
    workloads::scopes::{fresh_scope, three, three_in_scope},
};

/// Room for what these scopes hold, so that none of them takes a second chunk.
const ROOM: usize = 64 * 1024;
/// More than they hold, in bytes.
const LIMIT: usize = 1 << 20;

pub static INNER: Workload = Workload {
    key: "limits",
    title: "scope + 3 small allocs + exit under a parent",
    unit: "scope",
    units: 1,
    target: None,
    cases: cases! {
        "memscope" => three_in_scope,
        "memscope:limit around" => three_under_a_limit,
        "memscope:limit" => three_with_a_limit,
        "memscope:both" => three_with_both,
        "memscope:ident" => three_with_an_ident,
    },
};

pub static ROOT: Workload = Workload {
    key: "roots",
    title: "fresh scope + 3 allocs, no parent at hand",
    unit: "scope",
    units: 1,
    target: None,
    cases: cases! {
        "memscope" => fresh_scope,
        "memscope:inline" => fresh_inline,
        "memscope:limit" => fresh_with_a_limit,
        "memscope:recycle" => fresh_recycling,
        "memscope:from heap" => fresh_from_heap,
    },
};

pub static FILLED: Workload = Workload {
    key: "filled",
    title: "1000 allocs of 8 bytes in one scope",
    unit: "alloc",
    units: 1000,
    target: None,
    cases: cases! {
        "memscope" => filled,
        "memscope:limit around" => filled_under_a_limit,
        "memscope:limit" => filled_with_a_limit,
        "memscope:recycle" => filled_recycling,
    },
};

fn three_under_a_limit(clock: &mut Clock) {
    scope!(parent, limit = LIMIT);
    furnish(parent, ROOM);
    let parent = black_box(parent);
    clock.time(|i| {
        scope!(cx in parent);
        three(cx, i)
    });
}

fn three_with_a_limit(clock: &mut Clock) {
    scope!(parent);
    furnish(parent, ROOM);
    let parent = black_box(parent);
    clock.time(|i| {
        scope!(cx in parent, limit = LIMIT);
        three(cx, i)
    });
}

fn three_with_both(clock: &mut Clock) {
    scope!(parent, limit = LIMIT);
    furnish(parent, ROOM);
    let parent = black_box(parent);
    clock.time(|i| {
        scope!(cx in parent, limit = LIMIT / 2);
        three(cx, i)
    });
}

fn three_with_an_ident(clock: &mut Clock) {
    scope!(parent);
    furnish(parent, ROOM);
    let parent = black_box(parent);
    clock.time(|i| {
        scope!(cx in parent, ident = format_args!("round {i}"));
        three(cx, i)
    });
}

fn fresh_inline(clock: &mut Clock) {
    clock.time(|i| {
        scope!(cx, inline = 256);
        three(cx, i)
    });
}

fn fresh_with_a_limit(clock: &mut Clock) {
    clock.time(|i| {
        scope!(cx, limit = LIMIT);
        three(cx, i)
    });
}

fn fresh_recycling(clock: &mut Clock) {
    clock.time(|i| {
        scope!(cx, recycle);
        three(cx, i)
    });
}

fn fresh_from_heap(clock: &mut Clock) {
    clock.time(|i| {
        scope!(cx, from = &Heap);
        three(cx, i)
    });
}

#[inline(always)]
fn fill(cx: MemCx<'_>, i: u64) -> u64 {
    let mut last = cx.alloc(i);
    for j in 1..1000 {
        last = cx.alloc(i + j);
    }
    *black_box(last)
}

fn filled(clock: &mut Clock) {
    scope!(parent);
    furnish(parent, ROOM);
    let parent = black_box(parent);
    clock.time(|i| {
        scope!(cx in parent);
        fill(cx, i)
    });
}

fn filled_under_a_limit(clock: &mut Clock) {
    scope!(parent, limit = LIMIT);
    furnish(parent, ROOM);
    let parent = black_box(parent);
    clock.time(|i| {
        scope!(cx in parent);
        fill(cx, i)
    });
}

fn filled_with_a_limit(clock: &mut Clock) {
    scope!(parent);
    furnish(parent, ROOM);
    let parent = black_box(parent);
    clock.time(|i| {
        scope!(cx in parent, limit = LIMIT);
        fill(cx, i)
    });
}

fn filled_recycling(clock: &mut Clock) {
    scope!(parent);
    furnish(parent, ROOM);
    let parent = black_box(parent);
    clock.time(|i| {
        scope!(cx in parent, recycle);
        fill(cx, i)
    });
}
