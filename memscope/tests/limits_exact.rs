//! `limit`: what is withheld is neither lost nor had twice, wherever a scope has its memory.

mod common;

use std::alloc::Layout;
use std::cell::{Cell, RefCell};
use std::iter;

use common::{balanced, measure};
use memscope::{AllocError, Cause, Kept, MemCx, scope};
use proptest::prelude::*;

/// The refusal of more than any limit allows: it tells what is used. Nothing is allocated.
fn refusal(cx: MemCx<'_>) -> AllocError {
    let error = cx.try_alloc_layout(Layout::from_size_align(1 << 30, 1).unwrap()).unwrap_err();
    assert_eq!(error.cause(), Cause::Limit);
    error
}

fn used(cx: MemCx<'_>) -> usize {
    refusal(cx).used().unwrap()
}

/// How many bytes can be had, one at a time.
fn rest(cx: MemCx<'_>) -> usize {
    (0..).take_while(|_| cx.try_alloc_str("x").is_ok()).count()
}

/// Gives the scope a window of that length, or more.
fn furnish(cx: MemCx<'_>, len: usize) {
    drop(cx.vec_with_capacity::<u8>(len));
}

#[cfg_attr(feature = "checked", ignore = "about windows")]
#[test]
fn pg06_the_first_value_that_is_adopted_leaves_the_window() {
    balanced(|| {
        scope!(outer);
        furnish(outer, 300_000);
        for limit in [100, 1967, 1975, 1976, 2000, 200_000] {
            scope!(tmp in outer, limit = limit);
            tmp.alloc(1_u64);
            let dropped = tmp.adopt(2_u64);
            // A chunk that is more than a header has a word before the entry.
            let expected = 8 + 24 + if limit < 1968 + 8 { 8 } else { 0 };
            assert_eq!(used(tmp), expected, "{limit}");
            tmp.defer(|| ());
            let text = tmp.alloc_str(&"x".repeat(limit - expected - 16));
            assert_eq!((used(tmp), rest(tmp), *dropped), (limit, 0, 2));
            assert!(text.bytes().all(|byte| byte == b'x'));
            assert_eq!((tmp.try_adopt(1).unwrap_err().scope(), used(tmp)), ("tmp", limit));
        }
    });
}

#[cfg_attr(feature = "checked", ignore = "about windows")]
#[test]
fn pg06_a_limit_around_is_not_used_up_by_a_value_that_is_adopted_inside() {
    balanced(|| {
        scope!(outer, limit = 100_000);
        furnish(outer, 80_000);
        for _ in 0..3 {
            {
                scope!(a in outer);
                a.adopt(1_u64);
                scope!(b in a);
                b.adopt(1_u64);
                scope!(c in b, limit = 90_000);
                c.adopt(1_u64);
                assert!(rest(c) > 79_000);
            }
            assert_eq!(used(outer), 0);
        }
    });
}

/// A header is all that such a scope takes, and the next one has it again.
#[cfg_attr(feature = "checked", ignore = "about windows")]
#[test]
fn mm06_a_window_that_is_borrowed_stays_where_a_value_is_adopted() {
    memscope::trim();
    let ((), usage) = measure(|| {
        scope!(outer);
        furnish(outer, 60_000);
        for round in 0..100 {
            scope!(tmp in outer);
            tmp.adopt(round);
            let mut kept = tmp.vec_with_capacity::<u8>(50_000);
            kept.push(1);
            scope!(inner in tmp);
            inner.adopt(round);
            let moved = tmp.alloc(round); // the window is lent
            assert_eq!((kept[0], *moved), (1, round));
        }
    });
    assert!(usage.requests <= 5, "{} requests", usage.requests);
}

#[cfg_attr(feature = "checked", ignore = "about windows")]
#[test]
fn cx05_the_frame_stays_where_a_value_is_adopted() {
    balanced(|| {
        let ((), usage) = measure(|| {
            scope!(cx, inline = 8192, limit = 5000);
            cx.adopt(1_u64);
            assert_eq!(used(cx), 24);
            assert_eq!(rest(cx), 5000 - 24);
        });
        assert!(usage.requests <= 1);
    });
}

#[test]
fn pg06_a_limited_root_begins_in_the_threads_chunk() {
    for cached in [1, 1000, 5000, 500_000] {
        {
            scope!(cx);
            cx.alloc_slice_default::<u8>(cached);
        }
        for limit in [0, 1, 7, 8, 100, 1967, 1968, 1969, 5003, 100_001] {
            balanced(|| {
                scope!(cx, limit = limit);
                assert_eq!((used(cx), rest(cx), used(cx)), (0, limit, limit));
            });
        }
    }
}

#[cfg_attr(feature = "checked", ignore = "about chunks")]
#[test]
fn pg06_a_limited_root_asks_for_no_more_than_a_plain_one() {
    let round = |limit: Option<usize>| match limit {
        None => {
            scope!(cx, recycle);
            cx.alloc(1_u64);
        }
        Some(limit) => {
            scope!(cx, limit = limit);
            cx.alloc(1_u64);
            cx.transaction::<&u64, ()>(|tx, _| Ok(tx.alloc(1))).unwrap();
        }
    };
    round(None);
    let ((), usage) = measure(|| (0..100).for_each(|n| round((n % 3 != 0).then_some(100 + n))));
    assert_eq!(usage.requests, 0);
}

/// A chunk that a limited root had serves the next scope, and an owner, as if it were new.
#[cfg_attr(feature = "checked", ignore = "about chunks")]
#[test]
fn pg06_a_chunk_forgets_its_limit() {
    memscope::trim();
    {
        scope!(cx, limit = 1500);
        cx.alloc(1_u64);
        cx.set_limit(1000).unwrap();
    }
    let kept = Kept::<&'static u64>::new(|own| own.alloc(1));
    scope!(cx, limit = 1000);
    assert_eq!(*kept.into_scope(cx), 1, "a whole chunk would be too much");
}

/// What the window has left is free, also for what is not allocated in it.
#[cfg_attr(feature = "checked", ignore = "about windows")]
#[test]
fn al04_an_owner_takes_what_is_free_in_the_window() {
    let kept = || Kept::<&'static [u8]>::new(|own| own.alloc_slice_default(100));
    balanced(|| {
        scope!(outer, name = "outer", limit = 1900);
        let mut owners = 0;
        {
            scope!(cx in outer);
            cx.alloc(1_u64);
            let error = loop {
                match kept().try_into_scope(cx) {
                    Ok(bytes) => assert_eq!(bytes, [0; 100]),
                    Err(error) => break error,
                }
                owners += 1;
            };
            assert_eq!((error.scope(), error.limit(), error.cause()), ("outer", Some(1900), Cause::Limit));
            assert_eq!(error.used().unwrap() + rest(cx), 1900);
            assert!(error.used().unwrap() + error.size() > 1900);
        }
        assert!(owners > 1);
        assert_eq!(used(outer), 0);
    });
}

#[cfg_attr(feature = "checked", ignore = "about windows")]
#[test]
fn al04_what_is_free_in_an_owner_does_not_count() {
    balanced(|| {
        scope!(cx, limit = 20_000);
        let more = |len: usize| {
            let before = used(cx);
            Kept::<&'static [u8]>::new(|own| own.alloc_slice_default(len)).into_scope(cx);
            used(cx) - before
        };
        more(0); // takes a chunk as well
        let empty = more(0);
        for len in [8, 104, 1000, 1200] {
            assert_eq!(more(len), empty + len);
        }
    });
}

#[test]
fn al04_a_limit_that_is_set_twice() {
    balanced(|| {
        scope!(cx, limit = 4000);
        cx.alloc_str(&"x".repeat(1000));
        for limit in [3000, 3000, 1000, 500, 500, 2000, 4000, 4000] {
            cx.set_limit(limit).unwrap();
            assert_eq!(used(cx), limit.min(1000), "{limit}");
        }
        let next = cx.alloc_str(&"y".repeat(3000));
        assert_eq!((rest(cx), next.len()), (0, 3000));
    });
}

/// Two scopes are open in what the outer one has: one in the spare, one in the window.
#[cfg_attr(feature = "checked", ignore = "about windows")]
#[test]
fn al04_a_lent_spare_is_withheld_once() {
    fn with_a_spare(f: impl FnOnce(MemCx<'_>)) {
        memscope::trim(); // what there is depends on the chunks
        scope!(cx, limit = 20_000);
        furnish(cx, 3000);
        {
            scope!(tmp in cx);
            tmp.alloc(1_u64);
            cx.alloc(2_u64); // moves on, and what it left is the spare
        }
        f(cx);
    }
    /// How much an inner scope finds without a chunk of its own.
    fn in_spare(cx: MemCx<'_>) -> usize {
        scope!(inner in cx);
        let before = used(inner);
        let found = rest(inner);
        assert!(before + found <= cx.limit().unwrap());
        found
    }
    balanced(|| {
        let mut plain = (0, 0);
        with_a_spare(|cx| plain = (used(cx), in_spare(cx)));
        let [mut once, mut twice] = [0; 2];
        for (times, found) in [(1, &mut once), (3, &mut twice)] {
            with_a_spare(|cx| {
                {
                    scope!(inner in cx);
                    inner.alloc(1_u64);
                    for _ in 0..times {
                        cx.set_limit(2000).unwrap();
                    }
                    inner.alloc(2_u64);
                }
                *found = rest(cx);
            });
        }
        assert_eq!((once, twice), (2000 - 8, 2000 - 8));
        for inner_is_open in [false, true] {
            with_a_spare(|cx| {
                for limit in [2000, 10, 3000, 20_000] {
                    let lower = || cx.set_limit(limit).unwrap();
                    if inner_is_open {
                        scope!(inner in cx);
                        let _ = inner.try_alloc(1_u64);
                        lower();
                    } else {
                        lower();
                    }
                }
                assert_eq!((used(cx), in_spare(cx)), plain, "{inner_is_open}");
            });
        }
    });
}

/// Another scope that commits meanwhile does not bring the window back.
#[test]
fn al04_a_commit_beside_the_scope_that_has_the_window() {
    balanced(|| {
        scope!(outer);
        outer.alloc(1_u64);
        scope!(cx in outer, limit = 1000);
        for limit in [0, 300, 999] {
            let committed = cx.transaction::<&(), ()>(|_, _| {
                cx.transaction::<&(), ()>(|_, _| {
                    cx.set_limit(limit).unwrap();
                    Ok(&())
                })
            });
            assert_eq!((committed, used(cx)), (Ok(&()), 0));
            cx.set_limit(1000).unwrap();
        }
        assert_eq!(rest(cx), 1000);
    });
}

/// The limit of a transaction is gone with that; what owners have brought stays.
#[cfg_attr(feature = "checked", ignore = "about chunks")]
#[test]
fn al04_what_an_owner_holds_after_a_transaction_with_a_limit() {
    let bytes = |more: usize, limit: Option<usize>| {
        let kept = Kept::<&'static u64>::new(|own| {
            Kept::<&'static [u8]>::new(|own| own.alloc_slice_default(more)).into_scope(own);
            let fill = |tx: MemCx<'_>| {
                tx.adopt(());
                (0..20).for_each(|_| _ = tx.alloc([0_u64; 60]));
                Some(&())
            };
            match limit {
                None => scope!(tx in own, try -> Option<&'static ()> => { fill(tx) }),
                Some(limit) => scope!(tx in own, try, limit = limit -> Option<&'static ()> => { fill(tx) }),
            };
            own.alloc(1)
        });
        scope!(cx, limit = 1 << 30);
        kept.into_scope(cx);
        used(cx)
    };
    for limit in [None, Some(1 << 20)] {
        let (none, some) = (bytes(0, limit), bytes(100_000, limit));
        assert!((9_000..15_000).contains(&none), "{none}");
        assert!((100_000..105_000).contains(&(some - none)), "{some} less {none}");
    }
}

/// A step of a random program.
#[derive(Clone, Debug)]
enum Step {
    /// So many bytes in the innermost open scope, or so many scopes further out.
    Text {
        out: usize,
        len: usize,
    },
    Words {
        out: usize,
        len: usize,
    },
    Adopt {
        out: usize,
    },
    Limit {
        out: usize,
        bytes: usize,
    },
    /// A lower limit, and then the same again.
    There {
        out: usize,
        bytes: usize,
    },
    Open {
        limit: Option<usize>,
        /// Whether it is a transaction, and commits.
        commits: Option<bool>,
    },
    Close,
}

/// Steps in scopes up to so many further out.
fn step(outer: usize) -> impl Strategy<Value = Step> {
    let out = prop_oneof![3 => Just(0), 2 => 0..=outer];
    let any = prop_oneof![2 => Just(0), 2 => Just(1), 1 => 2..4_usize];
    let len = prop_oneof![4 => 0..100_usize, 2 => 0..2000_usize, 1 => 0..9000_usize];
    let limit = prop_oneof![3 => 0..3000_usize, 3 => 0..20_000_usize];
    let commits = if outer > 0 { prop::option::of(prop::bool::ANY).boxed() } else { Just(None).boxed() };
    prop_oneof![
        6 => (out.clone(), len.clone()).prop_map(|(out, len)| Step::Text { out, len }),
        3 => (out.clone(), len).prop_map(|(out, len)| Step::Words { out, len: len / 8 }),
        outer.min(1) as u32 => out.prop_map(|out| Step::Adopt { out }),
        3 => (any.clone(), limit.clone()).prop_map(|(out, bytes)| Step::Limit { out, bytes }),
        3 => (any, limit.clone()).prop_map(|(out, bytes)| Step::There { out, bytes }),
        2 => (prop::option::of(limit), commits).prop_map(|(limit, commits)| Step::Open { limit, commits }),
        2 => Just(Step::Close),
    ]
}

/// How limits are set.
#[derive(Clone, Copy, PartialEq)]
enum Way {
    Once,
    Twice,
    /// Lower and back again where the program says so.
    There,
}

/// An open scope, and what the model knows of it.
struct Level<'a> {
    scope: &'a dyn Scope,
    limit: Cell<Option<usize>>,
    /// Bytes allocated in this scope, and in the inner ones that are open.
    held: Cell<usize>,
    outer: Option<&'a Level<'a>>,
}

trait Scope {
    fn text(&self, len: usize) -> Result<(), AllocError>;
    fn words(&self, len: usize) -> Result<(), AllocError>;
    fn adopt(&self) -> Result<(), AllocError>;
    fn set_limit(&self, limit: usize);
}

impl Scope for MemCx<'_> {
    fn text(&self, len: usize) -> Result<(), AllocError> {
        self.try_alloc_str(&"x".repeat(len)).map(drop)
    }

    fn words(&self, len: usize) -> Result<(), AllocError> {
        self.try_alloc_layout(Layout::array::<u64>(len).unwrap()).map(drop)
    }

    fn adopt(&self) -> Result<(), AllocError> {
        self.try_adopt(1_u64).map(drop)
    }

    fn set_limit(&self, limit: usize) {
        MemCx::set_limit(*self, limit).unwrap();
    }
}

impl Level<'_> {
    fn outwards(&self) -> impl Iterator<Item = &Level<'_>> {
        iter::successors(Some(self), |level| level.outer)
    }

    /// Whether it is the limit of this very scope that has refused. One further out counts what is lent, too.
    fn decides(&self, limit: usize) -> bool {
        self.outwards().position(|level| level.limit.get() == Some(limit)) == Some(0)
            && self.outwards().skip(1).all(|outer| outer.limit.get() != Some(limit))
    }
}

/// What came of each step.
type Trace = RefCell<Vec<Option<(usize, usize)>>>;

/// Runs the steps up to the end of this scope; returns the rest.
fn run<'s>(cx: MemCx<'_>, level: &Level<'_>, mut steps: &'s [Step], way: Way, trace: &Trace) -> &'s [Step] {
    let told = |error: AllocError| (error.limit().unwrap(), error.used().unwrap());
    while let [step, rest @ ..] = steps {
        steps = rest;
        let at = |out: usize| level.outwards().nth(out).unwrap_or(level);
        let allocated = |at: &Level<'_>, len: usize, result: Result<(), AllocError>| {
            if result.is_ok() {
                at.outwards().for_each(|level| level.held.set(level.held.get() + len));
            }
            trace.borrow_mut().push(result.err().map(told));
        };
        match *step {
            Step::Text { out, len } => allocated(at(out), len, at(out).scope.text(len)),
            Step::Words { out, len } => allocated(at(out), 8 * len, at(out).scope.words(len)),
            Step::Adopt { out } => allocated(at(out), 24, at(out).scope.adopt()),
            Step::Limit { out, bytes } => {
                if let Level { scope, limit, .. } = at(out)
                    && limit.get().is_some()
                {
                    limit.set(Some(bytes));
                    scope.set_limit(bytes);
                    if way == Way::Twice {
                        scope.set_limit(bytes);
                    }
                }
            }
            Step::There { out, bytes } => {
                if let Level { scope, limit, .. } = at(out)
                    && let Some(limit) = limit.get()
                {
                    if way == Way::There {
                        scope.set_limit(bytes.min(limit));
                    }
                    scope.set_limit(limit);
                }
            }
            Step::Open { limit, commits } => {
                let mut open = |inner: MemCx<'_>| {
                    let inside =
                        Level { scope: &inner, limit: Cell::new(limit), held: Cell::new(0), outer: Some(level) };
                    steps = run(inner, &inside, steps, way, trace);
                    if commits != Some(true) {
                        level.outwards().for_each(|level| level.held.set(level.held.get() - inside.held.get()));
                    }
                    commits.unwrap_or(true).then_some(&())
                };
                match (limit, commits.is_some()) {
                    (None, false) => scope!(inner in cx => { open(inner) }),
                    (Some(limit), false) => scope!(inner in cx, limit = limit => { open(inner) }),
                    (None, true) => scope!(inner in cx, try -> Option<&'static ()> => { open(inner) }),
                    (Some(limit), true) => {
                        scope!(inner in cx, try, limit = limit -> Option<&'static ()> => { open(inner) })
                    }
                };
            }
            Step::Close => break,
        }
        let (limit, used) = told(refusal(cx));
        trace.borrow_mut().push(Some((limit, used)));
        if level.decides(limit) {
            assert!(used >= level.held.get().min(limit), "{used} of {limit} are used, {} held", level.held.get());
        }
    }
    steps
}

/// What comes of the steps, and how often they ask the heap.
fn outcome(first: usize, inline: bool, mut steps: &[Step], way: Way) -> (Vec<Option<(usize, usize)>>, usize) {
    memscope::trim();
    let trace = Trace::default();
    let ((), usage) = measure(|| {
        while !steps.is_empty() {
            steps = balanced(|| {
                let level = |scope| Level { scope, limit: Cell::new(Some(first)), held: Cell::new(0), outer: None };
                if inline {
                    scope!(cx, limit = first, inline = 2500);
                    run(cx, &level(&cx), steps, way, &trace)
                } else {
                    scope!(cx, limit = first);
                    run(cx, &level(&cx), steps, way, &trace)
                }
            });
        }
    });
    (trace.into_inner(), usage.requests)
}

/// Where only the innermost scope allocates, it is known to the byte what a limit has used.
fn exact<'s>(cx: MemCx<'_>, level: &Level<'_>, steps: &'s [Step]) -> &'s [Step] {
    let trace = Trace::default();
    let mut steps = steps;
    while let [step, rest @ ..] = steps {
        steps = rest;
        match *step {
            Step::Close => break,
            Step::Open { limit, .. } => {
                let open = |inner: MemCx<'_>| {
                    let inside =
                        Level { scope: &inner, limit: Cell::new(limit), held: Cell::new(0), outer: Some(level) };
                    let rest = exact(inner, &inside, steps);
                    level.outwards().for_each(|level| level.held.set(level.held.get() - inside.held.get()));
                    rest
                };
                steps = match limit {
                    None => scope!(inner in cx => { open(inner) }),
                    Some(limit) => scope!(inner in cx, limit = limit => { open(inner) }),
                };
            }
            _ => {
                run(cx, level, std::slice::from_ref(step), Way::Once, &trace);
            }
        }
        let error = refusal(cx);
        let (limit, used) = (error.limit().unwrap(), error.used().unwrap());
        if level.decides(limit) {
            assert_eq!(used, level.held.get().min(limit), "{error}");
        } else {
            assert!(level.outer.is_some(), "{error}");
        }
    }
    steps
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn al04_a_limit_decides_alone_and_not_how_it_came_to_be(
        first in 0..9000_usize, inline: bool, steps in prop::collection::vec(step(3), 0..60),
    ) {
        let once = outcome(first, inline, &steps, Way::Once);
        prop_assert_eq!(&once, &outcome(first, inline, &steps, Way::Twice));
        prop_assert_eq!(&once, &outcome(first, inline, &steps, Way::There));
    }

    #[test]
    fn al04_what_is_used_is_known_to_the_byte(
        first in 0..9000_usize, inline: bool, steps in prop::collection::vec(step(0), 0..60),
    ) {
        let mut steps = &steps[..];
        while !steps.is_empty() {
            steps = balanced(|| {
                let level = |scope| Level { scope, limit: Cell::new(Some(first)), held: Cell::new(0), outer: None };
                if inline {
                    scope!(cx, limit = first, inline = 2500);
                    exact(cx, &level(&cx), steps)
                } else {
                    scope!(cx, limit = first);
                    exact(cx, &level(&cx), steps)
                }
            });
        }
    }
}
