//! A first-in first-out queue through which much goes, of which little is alive.

use std::{collections::VecDeque, hint::black_box, mem::MaybeUninit};

use memscope::scope;

use crate::harness::{Clock, Workload};

/// Alive at any time.
const ALIVE: usize = 100;

type Item = [u64; 7];

pub static QUEUE: Workload = Workload {
    key: "queue",
    title: "an item through a queue of 100",
    unit: "item",
    units: 1,
    target: None,
    cases: cases! {
        "memscope" => recycled,
        "memscope:plain" => in_scope,
        "bumpalo" => in_bumpalo,
        "glibc" => in_boxes,
    },
};

pub static BUFFERS: Workload = Workload {
    key: "buffers",
    title: "a buffer of 1 to 200 bytes through a queue of 100",
    unit: "buffer",
    units: 1,
    target: None,
    cases: cases! {
        "memscope" => buffers_recycled,
        "glibc" => buffers_in_boxes,
    },
};

/// Puts an item in at one end, and takes one out at the other.
#[inline(always)]
fn through<B: AsRef<Item>>(clock: &mut Clock, make: impl Fn(Item) -> B, free: impl Fn(B)) {
    let mut queue: VecDeque<B> = (0..ALIVE as u64).map(|i| make([i; 7])).collect();
    clock.time(|i| {
        queue.push_back(make([i; 7]));
        let oldest = queue.pop_front().expect("there are some");
        let value = black_box(oldest.as_ref())[3];
        free(oldest);
        value
    });
}

fn recycled(clock: &mut Clock) {
    scope!(cx, recycle);
    let cx = black_box(cx);
    through(clock, |item| cx.boxed(item), |item| cx.free(item));
}

fn in_scope(clock: &mut Clock) {
    scope!(cx);
    let cx = black_box(cx);
    through(clock, |item| cx.boxed(item), |item| cx.free(item));
}

fn in_bumpalo(clock: &mut Clock) {
    let arena = black_box(bumpalo::Bump::new());
    through(clock, |item| bumpalo::boxed::Box::new_in(item, &arena), drop);
}

fn in_boxes(clock: &mut Clock) {
    through(clock, Box::new, drop);
}

/// The same with buffers, of many sizes.
#[inline(always)]
fn buffers_through<B: AsRef<[MaybeUninit<u8>]>>(clock: &mut Clock, make: impl Fn(usize) -> B, free: impl Fn(B)) {
    let mut queue: VecDeque<B> = (0..ALIVE).map(&make).collect();
    clock.time(|i| {
        queue.push_back(make(1 + (i * 0x9E37_79B9 >> 7) as usize % 200));
        let oldest = queue.pop_front().expect("there are some");
        let len = black_box(oldest.as_ref()).len();
        free(oldest);
        len as u64
    });
}

fn buffers_recycled(clock: &mut Clock) {
    scope!(cx, recycle);
    let cx = black_box(cx);
    buffers_through(clock, |len| cx.boxed_uninit_slice(len), |buffer| cx.free(buffer));
}

fn buffers_in_boxes(clock: &mut Clock) {
    buffers_through(clock, Box::new_uninit_slice, drop);
}
