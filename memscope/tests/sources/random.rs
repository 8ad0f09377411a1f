//! Anything in any order: boxes made, filled, resized and freed in scopes, inner scopes and transactions, on every kind of
//! source, with limits, and with requests refused.

use std::mem::MaybeUninit;
use std::num::NonZeroU64;

use memscope::__private as p;
use memscope::source::{Failing, Limited, Source, Tracking};
use memscope::{Carried, Keepable, MemBox, MemCx, scope};

use crate::common::Random;
use crate::lab::Lab;
use crate::scope_on;

type Buf<'mcx> = MemBox<'mcx, [MaybeUninit<u8>]>;

#[derive(Keepable, Carried)]
struct Bufs<'mcx>(Vec<Buf<'mcx>>);

const SITE: &p::Site = &p::Site::new("transaction", file!(), line!());

impl Random {
    fn size(&self) -> usize {
        let most = [16, 100, 1000, 10_000][self.below(4)];
        1 + self.below(most)
    }
}

fn byte(len: usize) -> u8 {
    len as u8 ^ 0x5A
}

fn fill(buf: &mut Buf<'_>) {
    let byte = byte(buf.len());
    buf.fill(MaybeUninit::new(byte));
}

#[track_caller]
fn check(buf: &Buf<'_>) {
    let byte = byte(buf.len());
    // SAFETY: every buffer was filled when it got its length.
    assert!(buf.iter().all(|b| unsafe { b.assume_init() } == byte), "a buffer of {} bytes was overwritten", buf.len());
}

/// Makes, resizes or frees a buffer.
fn touch<'mcx>(cx: MemCx<'mcx>, bufs: &mut Vec<Buf<'mcx>>, random: &Random) {
    match random.below(5) {
        0 | 1 => {
            if let Ok(mut buf) = cx.try_boxed_uninit_slice(random.size()) {
                fill(&mut buf);
                bufs.push(buf);
            }
        }
        2 if !bufs.is_empty() => {
            let buf = bufs.swap_remove(random.below(bufs.len()));
            check(&buf);
            let len = buf.len() + random.size();
            let mut buf = cx.try_grow(buf, len).unwrap_or_else(|(_, buf)| buf);
            fill(&mut buf);
            bufs.push(buf);
        }
        3 if !bufs.is_empty() => {
            let buf = bufs.swap_remove(random.below(bufs.len()));
            let len = random.below(buf.len()) + 1;
            let mut buf = cx.shrink(buf, len);
            fill(&mut buf);
            bufs.push(buf);
        }
        4 if !bufs.is_empty() => {
            let buf = bufs.swap_remove(random.below(bufs.len()));
            check(&buf);
            cx.free(buf);
        }
        _ => _ = cx.try_adopt(bufs.len()),
    }
}

/// Some steps in a scope, each of which may also be one in the scope around it.
fn steps<'mcx, 'o>(
    (cx, bufs): (MemCx<'mcx>, &mut Vec<Buf<'mcx>>),
    (outer, outer_bufs): (MemCx<'o>, &mut Vec<Buf<'o>>),
    random: &Random,
    depth: usize,
) {
    for _ in 0..random.below(12) {
        match random.below(if depth < 4 { 10 } else { 6 }) {
            0..=4 => touch(cx, bufs, random),
            5 => touch(outer, outer_bufs, random),
            6 => {
                scope!(inner in cx);
                steps((inner, &mut Vec::new()), (cx, bufs), random, depth + 1);
            }
            7 => {
                scope!(inner in cx, limit = random.size());
                steps((inner, &mut Vec::new()), (cx, bufs), random, depth + 1);
            }
            8 => {
                scope_on!(child, cx, 20_000);
                steps((child, &mut Vec::new()), (cx, bufs), random, depth + 1);
            }
            _ => {
                let limit = if random.one_in(2) { 30_000 } else { usize::MAX };
                let made = p::transaction_limited::<Bufs<'static>, ()>(cx, limit, SITE, |tx, _| {
                    let mut made = Bufs(Vec::new());
                    steps((tx, &mut made.0), (cx, bufs), random, depth + 1);
                    if random.one_in(3) { Err(()) } else { Ok(made) }
                });
                bufs.extend(made.into_iter().flat_map(|made| made.0));
            }
        }
        bufs.iter().for_each(check);
        outer_bufs.iter().for_each(check);
    }
}

fn episode(source: &dyn Source, limit: usize, random: &Random) {
    scope_on!(outer, source, limit);
    scope!(cx in outer);
    steps((cx, &mut Vec::new()), (outer, &mut Vec::new()), random, 0);
}

#[test]
fn al01_anything_in_any_order() {
    for seed in 1..600 {
        let random = Random::new(seed);
        let lab = Lab::new(random.one_in(2), [0, 60, 7000][random.below(3)]);
        let limit = [usize::MAX, 50_000][random.below(2)];
        match random.below(3) {
            0 => episode(&lab, limit, &random),
            1 => episode(&Tracking::new(Limited::new(&lab, 200_000)), limit, &random),
            _ => episode(&Failing::one_in(&lab, NonZeroU64::new(5).unwrap(), seed), limit, &random),
        }
        assert_eq!(lab.blocks(), 0, "seed {seed}");
    }
}

#[test]
fn al04_what_was_charged_for_objects_is_credited_to_the_byte() {
    let lab = Lab::new(true, 0);
    for seed in 1..200 {
        let random = Random::new(seed);
        scope_on!(cx, &lab, 50_000);
        let mut bufs = Vec::new();
        for _ in 0..20 {
            scope!(inner in cx, limit = random.size());
            let mut inner_bufs = Vec::new();
            for _ in 0..5 {
                touch_boxes(inner, &mut inner_bufs, &random);
                touch_boxes(cx, &mut bufs, &random);
            }
            let limit = random.size();
            let made = p::transaction_limited::<Bufs<'static>, ()>(cx, limit, SITE, |tx, _| {
                let mut made = Bufs(Vec::new());
                for _ in 0..5 {
                    touch_boxes(tx, &mut made.0, &random);
                }
                if random.one_in(3) { Err(()) } else { Ok(made) }
            });
            bufs.extend(made.into_iter().flat_map(|made| made.0));
        }
        bufs.into_iter().for_each(|buf| cx.free(buf));
        let all = cx.boxed_uninit_slice::<u8>(50_000);
        assert!(cx.try_alloc(0_u8).is_err());
        cx.free(all);
    }
}

/// Makes or frees a buffer.
fn touch_boxes<'mcx>(cx: MemCx<'mcx>, bufs: &mut Vec<Buf<'mcx>>, random: &Random) {
    if !random.one_in(3) || bufs.is_empty() {
        bufs.extend(cx.try_boxed_uninit_slice(random.size()));
    } else {
        cx.free(bufs.swap_remove(random.below(bufs.len())));
    }
}
