//! What opening and leaving a scope costs.

use std::{cell::RefCell, hint::black_box, ops::Deref};

use bump_scope::{BumpScope, alloc::Global, settings::BumpSettings};
use memscope::{MemCx, scope};
use scoped_arena::Scope;

use crate::{
    harness::{Clock, Workload},
    peers::{
        Arena, Blink, Boxed, BumpScopeDown, Bumpalo, Heap, Multitude, Oxc, Place, ScopedArena, Settings, Text, Tuned,
        boxed, furnish,
    },
    words::Words,
};

/// A page, less what malloc keeps for itself.
const PAGE: usize = 4000;

pub static UNDER_A_PARENT: Workload = Workload {
    key: "scope",
    title: "scope + 3 small allocs + exit under a parent",
    unit: "scope",
    units: 1,
    target: Some(0.65),
    cases: cases! { "memscope" => three_in_scope, heaps => three_boxes, arenas => three_inlined },
};

pub static UNWINDING: Workload = Workload {
    key: "scope-unwind",
    title: "the same, with a call inside that may unwind",
    unit: "scope",
    units: 1,
    target: Some(0.65),
    cases: cases! { "memscope" => three_in_scope_and_a_call, heaps => three_boxes_and_a_call, arenas => three_and_a_call },
};

pub static FRESH: Workload = Workload {
    key: "fresh",
    title: "fresh scope + 3 allocs, no parent at hand",
    unit: "scope",
    units: 1,
    target: Some(0.45),
    cases: cases! {
        "memscope" => fresh_scope,
        "bumpalo:pooled" => pooled::<Bumpalo>,
        "bump-scope:pooled" => pooled::<BumpScopeDown>,
        "oxc:pooled" => pooled::<Oxc>,
        "multitude:pooled" => pooled::<Multitude>,
        "scoped-arena:pooled" => pooled::<ScopedArena>,
        "blink-alloc:pooled" => pooled::<Blink>,
        heaps => three_boxes,
        arenas => fresh,
    },
};

pub static FRESH_PINNED: Workload = Workload {
    key: "fresh-pinned",
    title: "the same, peers in an arena of the thread that cannot nest",
    unit: "scope",
    units: 1,
    target: None,
    cases: cases! {
        "memscope" => fresh_scope,
        "bumpalo" => pinned::<Bumpalo>,
        "bump-scope" => pinned::<BumpScopeDown>,
        "oxc" => pinned::<Oxc>,
        "multitude" => pinned::<Multitude>,
        "scoped-arena" => pinned::<ScopedArena>,
        "blink-alloc" => pinned::<Blink>,
    },
};

pub static NOT_INLINED: Workload = Workload {
    key: "outlined",
    title: "the first in a function that is not inlined",
    unit: "scope",
    units: 1,
    target: Some(1.0),
    cases: cases! { "memscope" => three_in_scope_outlined, heaps => three_boxes_outlined, arenas => three_outlined },
};

pub static NESTED: Workload = Workload {
    key: "nested",
    title: "8 nested scopes, one alloc each",
    unit: "scope",
    units: 8,
    target: Some(1.0),
    cases: cases! {
        "memscope" => nested_scopes,
        "bump-scope" => nested::<BumpSettings>,
        "bump-scope:down" => nested::<Tuned<false>>,
        "bump-scope:up" => nested::<Tuned<true>>,
        "scoped-arena" => nested_in_scoped_arena,
        heaps => nested_boxes,
    },
};

pub static FORTY: Workload = Workload {
    key: "forty",
    title: "scope + 40 allocs of 64 bytes",
    unit: "scope",
    units: 1,
    target: Some(0.75),
    cases: cases! {
        "memscope" => forty_in_scope,
        "typed-arena" => forty_typed,
        heaps => forty_boxes,
        arenas => forty_values,
    },
};

pub static KEPT: Workload = Workload {
    key: "kept",
    title: "scope + 3 allocs, a string kept in the parent",
    unit: "scope",
    units: KEPT_ROWS,
    target: Some(0.95),
    cases: cases! { "memscope" => kept_in_parent, heaps => kept_strings, arenas => kept },
};

/// Three values of different sizes; all three are seen by somebody, one is read back.
#[inline(always)]
pub fn three<'a>(place: impl Place<'a>, i: u64) -> u64 {
    let one = place.put(i);
    let two = place.put([i, 2]);
    let three = place.put([i, 2, 3]);
    see(one, two, three)
}

#[inline(always)]
pub fn see(one: &mut u64, two: &mut [u64; 2], three: &mut [u64; 3]) -> u64 {
    let (one, ..) = black_box((one, two, three));
    *one
}

pub fn three_in_scope(clock: &mut Clock) {
    scope!(parent);
    furnish(parent, PAGE);
    let parent = black_box(parent);
    clock.time(|i| {
        scope!(cx in parent);
        three(cx, i)
    });
}

fn three_inlined<A: Arena>(clock: &mut Clock) {
    let mut arena = A::with_room(PAGE);
    let arena = black_box(&mut arena);
    clock.time(|i| arena.scope(|place| three(place, i)));
}

pub fn three_boxes<H: Heap>(clock: &mut Clock) {
    clock.time(|i| see(&mut boxed::<_, H>(i), &mut boxed::<_, H>([i, 2]), &mut boxed::<_, H>([i, 2, 3])));
}

/// Opaque to its callers, who must expect it to unwind.
#[inline(never)]
fn may_unwind(i: u64) -> u64 {
    assert!(i != u64::MAX, "nobody counts this far");
    i
}

#[inline(always)]
fn three_around_a_call<'a>(place: impl Place<'a>, i: u64) -> u64 {
    let one = place.put(i);
    let two = place.put([i, 2]);
    let three = place.put([may_unwind(i), 2, 3]);
    see(one, two, three)
}

fn three_in_scope_and_a_call(clock: &mut Clock) {
    scope!(parent);
    furnish(parent, PAGE);
    let parent = black_box(parent);
    clock.time(|i| {
        scope!(cx in parent);
        three_around_a_call(cx, i)
    });
}

fn three_and_a_call<A: Arena>(clock: &mut Clock) {
    let mut arena = A::with_room(PAGE);
    let arena = black_box(&mut arena);
    clock.time(|i| arena.scope(|place| three_around_a_call(place, i)));
}

fn three_boxes_and_a_call<H: Heap>(clock: &mut Clock) {
    clock.time(|i| see(&mut boxed::<_, H>(i), &mut boxed::<_, H>([i, 2]), &mut boxed::<_, H>([may_unwind(i), 2, 3])));
}

pub fn fresh_scope(clock: &mut Clock) {
    clock.time(|i| {
        scope!(cx);
        three(cx, i)
    });
}

fn fresh<A: Arena>(clock: &mut Clock) {
    clock.time(|i| A::with_room(0).scope(|place| three(place, i)));
}

/// An arena from the thread's pool, which scopes inside this one may use as well.
pub fn pooled<A: Arena + Pooled>(clock: &mut Clock) {
    clock.time(|i| {
        let mut arena = A::pool(|pool| pool.borrow_mut().pop()).unwrap_or_else(|| A::with_room(PAGE));
        let result = arena.scope(|place| three(place, i));
        A::pool(|pool| pool.borrow_mut().push(arena));
        result
    });
}

/// The thread's only arena: a scope inside this one would panic.
fn pinned<A: Arena + Pooled>(clock: &mut Clock) {
    A::pool(|pool| *pool.borrow_mut() = vec![A::with_room(PAGE)]);
    clock.time(|i| A::pool(|pool| pool.borrow_mut()[0].scope(|place| three(place, i))));
}

/// A pool for each type, since a generic function has no thread-locals of its own.
pub trait Pooled: Sized {
    fn pool<R>(body: impl FnOnce(&RefCell<Vec<Self>>) -> R) -> R;
}

macro_rules! pooled {
    ($($arena:ty),*) => {$(
        impl Pooled for $arena {
            #[inline(always)]
            fn pool<R>(body: impl FnOnce(&RefCell<Vec<Self>>) -> R) -> R {
                thread_local!(static POOL: RefCell<Vec<$arena>> = const { RefCell::new(Vec::new()) });
                POOL.with(body)
            }
        }
    )*};
}

pooled!(Bumpalo, BumpScopeDown, Oxc, Multitude, ScopedArena, Blink);

#[inline(never)]
fn three_in_a_function<'a>(place: impl Place<'a>, i: u64) -> u64 {
    three(place, i)
}

fn three_in_scope_outlined(clock: &mut Clock) {
    scope!(parent);
    furnish(parent, PAGE);
    let parent = black_box(parent);
    clock.time(|i| {
        scope!(cx in parent);
        three_in_a_function(cx, i)
    });
}

fn three_outlined<A: Arena>(clock: &mut Clock) {
    let mut arena = A::with_room(PAGE);
    let arena = black_box(&mut arena);
    clock.time(|i| arena.scope(|place| three_in_a_function(place, i)));
}

fn three_boxes_outlined<H: Heap>(clock: &mut Clock) {
    #[inline(never)]
    fn boxes<H: Heap>(i: u64) -> u64 {
        see(&mut boxed::<_, H>(i), &mut boxed::<_, H>([i, 2]), &mut boxed::<_, H>([i, 2, 3]))
    }
    clock.time(boxes::<H>);
}

fn nested_scopes(clock: &mut Clock) {
    #[inline(never)]
    fn level(parent: MemCx<'_>, depth: u64) -> u64 {
        scope!(cx in parent);
        let own = cx.alloc(depth);
        let below = if depth > 1 { level(cx, depth - 1) } else { 0 };
        *own + below
    }

    scope!(parent);
    furnish(parent, PAGE);
    let parent = black_box(parent);
    clock.time(|_| level(parent, black_box(8)));
}

fn nested<S>(clock: &mut Clock)
where
    S: Settings,
{
    #[inline(never)]
    fn level<S>(parent: &mut BumpScope<'_, Global, S>, depth: u64) -> u64
    where
        S: Settings,
    {
        parent.scoped(|scope| {
            let own = scope.alloc(depth);
            let below = if depth > 1 { level(scope, depth - 1) } else { 0 };
            *own + below
        })
    }

    let mut arena = bump_scope::Bump::<Global, S>::with_size(PAGE);
    let arena = black_box(&mut arena);
    clock.time(|_| level(arena.as_mut_scope(), black_box(8)));
}

fn nested_in_scoped_arena(clock: &mut Clock) {
    #[inline(never)]
    fn level(mut scope: Scope<'_>, depth: u64) -> u64 {
        let mut proxy = scope.proxy();
        let own = proxy.to_scope(depth);
        let below = if depth > 1 { level(proxy.scope(), depth - 1) } else { 0 };
        *own + below
    }

    let mut arena = Scope::with_capacity(PAGE);
    let mut proxy = arena.proxy();
    let proxy = black_box(&mut proxy);
    clock.time(|_| level(proxy.scope(), black_box(8)));
}

fn nested_boxes<H: Heap>(clock: &mut Clock) {
    #[inline(never)]
    fn level<H: Heap>(depth: u64) -> u64 {
        let own = black_box(boxed::<_, H>(depth));
        let below = if depth > 1 { level::<H>(depth - 1) } else { 0 };
        *own + below
    }
    clock.time(|_| level::<H>(black_box(8)));
}

/// 64 bytes; each names the one before.
struct Line<'a> {
    before: Option<&'a Line<'a>>,
    numbers: [u64; 7],
}

impl<'a> Line<'a> {
    fn new(before: Option<&'a Line<'a>>, i: u64) -> Self {
        Self { before, numbers: [i; 7] }
    }

    fn read(last: Option<&Self>) -> u64 {
        let last = black_box(last).expect("there are forty");
        last.before.map_or(0, |line| line.numbers[0]) + last.numbers[6]
    }
}

#[inline(always)]
fn forty<'a>(place: impl Place<'a>, i: u64) -> u64 {
    let mut last = None;
    for j in 0..40 {
        last = Some(&*place.put(Line::new(last, i + j)));
    }
    Line::read(last)
}

fn forty_in_scope(clock: &mut Clock) {
    scope!(parent);
    furnish(parent, PAGE);
    let parent = black_box(parent);
    clock.time(|i| {
        scope!(cx in parent);
        forty(cx, i)
    });
}

fn forty_values<A: Arena>(clock: &mut Clock) {
    let mut arena = A::with_room(PAGE);
    let arena = black_box(&mut arena);
    clock.time(|i| arena.scope(|place| forty(place, i)));
}

fn forty_typed(clock: &mut Clock) {
    clock.time(|i| {
        let arena = typed_arena::Arena::with_capacity(40);
        let mut last = None;
        for j in 0..40 {
            last = Some(&*arena.alloc(Line::new(last, i + j)));
        }
        Line::read(last)
    });
}

fn forty_boxes<H: Heap>(clock: &mut Clock) {
    struct Owned<H: Heap> {
        before: Option<Boxed<Owned<H>, H>>,
        numbers: [u64; 7],
    }

    clock.time(|i| {
        let mut last = None;
        for j in 0..40 {
            last = Some(boxed::<_, H>(Owned { before: last, numbers: [i + j; 7] }));
        }
        let last = black_box(last).expect("there are forty");
        last.before.as_ref().map_or(0, |line| line.numbers[0]) + last.numbers[6]
    });
}

/// So many rows share a parent before it goes as well.
const KEPT_ROWS: u32 = 64;

fn kept_in_parent(clock: &mut Clock) {
    scope!(grandparent);
    furnish(grandparent, PAGE);
    let grandparent = black_box(grandparent);
    let words = Words::new();
    clock.time(|i| {
        scope!(outer in grandparent);
        let mut names = [""; KEPT_ROWS as usize];
        let mut sum = 0;
        for (name, j) in names.iter_mut().zip(i..) {
            scope!(cx in outer);
            sum += three(cx, j);
            *name = outer.alloc_str(words.at(j));
        }
        sum + kept_bytes(&names)
    });
}

fn kept<A: Arena>(clock: &mut Clock) {
    // The peers' scopes are strictly nested: what outlives one must come from a second arena.
    let (mut keep, mut scratch) = (A::with_room(PAGE), A::with_room(PAGE));
    let (keep, scratch) = black_box((&mut keep, &mut scratch));
    let words = Words::new();
    clock.time(|i| {
        keep.scope(|outer| {
            let mut names = [""; KEPT_ROWS as usize];
            let mut sum = 0;
            for (name, j) in names.iter_mut().zip(i..) {
                scratch.scope(|place| {
                    sum += three(place, j);
                    *name = outer.text(words.at(j));
                });
            }
            sum + kept_bytes(&names)
        })
    });
}

fn kept_bytes(names: &[impl Deref<Target = str>]) -> u64 {
    black_box(names).iter().map(|name| name.len() as u64).sum()
}

fn kept_strings<H: Heap>(clock: &mut Clock) {
    let words = Words::new();
    clock.time(|i| {
        let mut names = [(); KEPT_ROWS as usize].map(|()| Text::<H>::on_heap());
        let mut sum = 0;
        for (name, j) in names.iter_mut().zip(i..) {
            sum += see(&mut boxed::<_, H>(j), &mut boxed::<_, H>([j, 2]), &mut boxed::<_, H>([j, 2, 3]));
            *name = Text::<H>::copied(words.at(j));
        }
        sum + kept_bytes(&names)
    });
}
