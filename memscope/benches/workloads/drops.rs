//! Values whose destructor does next to nothing.

use std::{
    hint::black_box,
    sync::atomic::{AtomicU64, Ordering::Relaxed},
};

use bump_scope::{BumpVec, alloc::Global, settings::BumpSettings};
use memscope::scope;
use typed_arena::Arena as TypedArena;

use crate::{
    harness::{Clock, Workload},
    peers::{Arena, Blink, Bumpalo, Heap, List, Multitude, ScopedArena, Settings, Tuned, boxed, furnish},
};

/// Values in one scope.
const MANY: u32 = 1000;
/// Room for all of them and for their owners.
const ROOM: usize = 64 * 1024;

pub static DROPS: Workload = Workload {
    key: "drops",
    title: "values with a cheap Drop, 1000 a scope",
    unit: "value",
    units: MANY,
    target: Some(1.0),
    cases: cases! {
        "memscope" => in_scope,
        "memscope:adopt" => adopted,
        "bumpalo" => in_bumpalo,
        "bump-scope" => in_bump_scope::<BumpSettings>,
        "bump-scope:up" => in_bump_scope::<Tuned<true>>,
        "bump-scope:down" => in_bump_scope::<Tuned<false>>,
        "typed-arena" => in_typed_arena,
        "multitude" => in_multitude,
        "scoped-arena" => in_scoped_arena,
        "blink-alloc" => in_blink,
        heaps => in_boxes,
    },
};

/// What the destructors have seen. Plain loads and stores, since it is one thread that counts.
static DROPPED: AtomicU64 = AtomicU64::new(0);

struct Counted(u64);

impl Drop for Counted {
    #[inline]
    fn drop(&mut self) {
        DROPPED.store(DROPPED.load(Relaxed).wrapping_add(self.0), Relaxed);
    }
}

/// Runs one scope; its result is what was dropped at its end.
#[inline(always)]
fn counting(scope: impl FnOnce()) -> u64 {
    let before = DROPPED.load(Relaxed);
    scope();
    DROPPED.load(Relaxed).wrapping_sub(before)
}

fn in_scope(clock: &mut Clock) {
    scope!(parent);
    furnish(parent, ROOM);
    let parent = black_box(parent);
    clock.time(|i| {
        counting(|| {
            scope!(cx in parent);
            let mut owners = cx.vec_with_capacity(MANY as usize);
            for j in 0..u64::from(MANY) {
                owners.push(cx.boxed(Counted(i + j)));
            }
            black_box(&mut owners);
        })
    });
}

fn adopted(clock: &mut Clock) {
    scope!(parent);
    furnish(parent, ROOM);
    let parent = black_box(parent);
    clock.time(|i| {
        counting(|| {
            scope!(cx in parent);
            for j in 0..u64::from(MANY) {
                cx.adopt(Counted(i + j));
            }
        })
    });
}

fn in_bumpalo(clock: &mut Clock) {
    use bumpalo::{boxed::Box, collections::Vec};

    let mut arena = Bumpalo::with_room(ROOM);
    let arena = black_box(&mut arena);
    clock.time(|i| {
        counting(|| {
            arena.scope(|place| {
                let mut owners = Vec::with_capacity_in(MANY as usize, place);
                for j in 0..u64::from(MANY) {
                    owners.push(Box::new_in(Counted(i + j), place));
                }
                black_box(&mut owners);
            });
        })
    });
}

fn in_bump_scope<S: Settings>(clock: &mut Clock) {
    let mut arena = bump_scope::Bump::<Global, S>::with_room(ROOM);
    let arena = black_box(&mut arena);
    clock.time(|i| {
        counting(|| {
            arena.scope(|place| {
                let mut owners = BumpVec::with_capacity_in(MANY as usize, place);
                for j in 0..u64::from(MANY) {
                    owners.push(place.alloc(Counted(i + j)));
                }
                black_box(&mut owners);
            });
        })
    });
}

fn in_typed_arena(clock: &mut Clock) {
    clock.time(|i| {
        counting(|| {
            let arena = TypedArena::with_capacity(MANY as usize);
            for j in 0..u64::from(MANY) {
                arena.alloc(Counted(i + j));
            }
            black_box(&arena);
        })
    });
}

fn in_multitude(clock: &mut Clock) {
    let mut arena = Multitude::with_room(ROOM);
    let arena = black_box(&mut arena);
    clock.time(|i| {
        counting(|| {
            arena.scope(|place| {
                let mut owners = place.alloc_vec_with_capacity(MANY as usize);
                for j in 0..u64::from(MANY) {
                    owners.push(place.alloc(Counted(i + j)));
                }
                black_box(&mut owners);
            });
        })
    });
}

/// The scope drops its values, as it does in `adopted`.
fn in_scoped_arena(clock: &mut Clock) {
    let mut arena = ScopedArena::with_room(ROOM);
    let arena = black_box(&mut arena);
    clock.time(|i| {
        counting(|| {
            arena.scope(|place| {
                for j in 0..u64::from(MANY) {
                    place.to_scope(Counted(i + j));
                }
            });
        })
    });
}

/// The arena drops its values when it is reset.
fn in_blink(clock: &mut Clock) {
    let mut arena = Blink::with_room(ROOM);
    let arena = black_box(&mut arena);
    clock.time(|i| {
        counting(|| {
            arena.scope(|place| {
                for j in 0..u64::from(MANY) {
                    place.put(Counted(i + j));
                }
            });
        })
    });
}

fn in_boxes<H: Heap>(clock: &mut Clock) {
    clock.time(|i| {
        counting(|| {
            let mut owners = List::with_capacity_in(MANY as usize, H::default());
            for j in 0..u64::from(MANY) {
                owners.push(boxed::<_, H>(Counted(i + j)));
            }
            black_box(&mut owners);
        })
    });
}
