//! Budgets: limits that change while the scope is open, what a refusal tells, and subsystems that are each on their own.

mod common;

use std::alloc::{Layout, alloc, dealloc};
use std::cell::{Cell, RefCell};
use std::fmt::{self, Write};
use std::iter;
use std::ptr::NonNull;

use common::{Blocks, balanced, without_heap};
use memscope::source::{Request, Source};
use memscope::{AllocError, Cause, ContextIn, CopyIn, MemCx, OwnedError, ScopedError, error_in, scope, scoped};
use proptest::prelude::*;

/// How many bytes can still be had, one at a time.
fn rest(cx: MemCx<'_>) -> usize {
    (0..).take_while(|_| cx.try_alloc_str("x").is_ok()).count()
}

#[test]
fn al04_a_limit_can_be_changed_while_the_scope_is_open() {
    balanced(|| {
        scope!(cx, limit = 100);
        assert_eq!(cx.limit(), Some(100));
        assert_eq!(rest(cx), 100);
        cx.set_limit(5000).unwrap();
        assert_eq!((cx.limit(), rest(cx)), (Some(5000), 4900));
        cx.set_limit(4000).unwrap();
        assert_eq!(rest(cx), 0);
        cx.set_limit(5001).unwrap();
        assert_eq!(rest(cx), 1);
        cx.set_limit(usize::MAX).unwrap();
        assert_eq!(cx.limit(), None);
        cx.alloc_slice_default::<u8>(100_000);
        cx.set_limit(0).unwrap();
        assert_eq!((cx.limit(), rest(cx)), (Some(0), 0));
    });
}

#[test]
fn al04_a_lower_limit_cuts_what_is_at_hand() {
    for limit in [0, 1, 7, 8, 100, 1023] {
        balanced(|| {
            scope!(cx, limit = 4096);
            let first = cx.alloc_str("four");
            cx.set_limit(limit).unwrap();
            assert_eq!(rest(cx), limit.saturating_sub(4));
            cx.set_limit(2000).unwrap();
            assert_eq!(rest(cx), 2000 - limit.max(4));
            assert_eq!(first, "four");
        });
    }
}

#[test]
fn al04_every_kind_of_scope_that_has_terms() {
    scope!(plain);
    assert_eq!(plain.set_limit(7).unwrap_err().scope(), "plain");
    assert_eq!(plain.limit(), None);
    scope!(inner in plain, limit = 10_000);
    scope!(innermost in inner);
    assert_eq!(innermost.set_limit(7).unwrap_err().scope(), "innermost");
    scope!(frame, inline = 1000);
    assert!(frame.set_limit(7).is_err());

    let heap = Heap::default();
    scope!(recycling, recycle);
    scope!(framed, inline = 1000, limit = 900);
    scope!(sourced, from = &heap);
    scope!(all, from = &heap, inline = 64, limit = 70, recycle);
    assert_eq!((recycling.limit(), sourced.limit()), (None, None));
    assert_eq!((framed.limit(), all.limit()), (Some(900), Some(70)));
    fn change(cx: MemCx<'_>) {
        cx.set_limit(300).unwrap();
        assert_eq!(rest(cx), 300);
        cx.set_limit(310).unwrap();
        assert_eq!(rest(cx), 10);
    }
    change(recycling);
    change(framed);
    change(sourced);
    change(all);
}

/// The global allocator, counted.
#[derive(Default)]
struct Heap {
    live: Cell<usize>,
}

// SAFETY: the contract of `GlobalAlloc`.
unsafe impl Source for Heap {
    fn get(&self, request: Request) -> Option<NonNull<[u8]>> {
        let layout = request.layout();
        // SAFETY: the size of a request is not zero.
        let block = NonNull::new(unsafe { alloc(layout) })?;
        self.live.set(self.live.get() + layout.size());
        Some(NonNull::slice_from_raw_parts(block, layout.size()))
    }

    unsafe fn put(&self, block: NonNull<u8>, layout: Layout) {
        self.live.set(self.live.get() - layout.size());
        // SAFETY: allocated above with this layout.
        unsafe { dealloc(block.as_ptr(), layout) };
    }
}

#[cfg_attr(feature = "checked", ignore = "about chunks")]
#[test]
fn al04_what_is_lent_comes_back_shorter() {
    for limit in [0, 100, 1000, 1500, 2500, 3999] {
        balanced(|| {
            scope!(cx, limit = 4000);
            cx.alloc_str(&"x".repeat(1000));
            {
                scope!(tmp in cx);
                tmp.alloc_str("x");
                cx.set_limit(limit).unwrap();
                assert!(rest(tmp) > 900, "what was lent is held by the inner scope");
                assert_eq!(rest(cx), 0);
            }
            assert_eq!(rest(cx), limit.saturating_sub(1000), "{limit}");
            cx.set_limit(4000).unwrap();
            assert_eq!(rest(cx), 4000 - limit.max(1000), "{limit}");
        });
    }
}

/// A transaction hands over what was lent, also if the limit was lowered meanwhile.
#[cfg_attr(feature = "checked", ignore = "about chunks")]
#[test]
fn al04_a_lower_limit_holds_after_a_commit() {
    for limit in [0, 1000, 1100, 2500] {
        for from_below in [false, true] {
            balanced(|| {
                scope!(cx, limit = 4000);
                cx.alloc_str(&"x".repeat(1000));
                let kept = cx.transaction::<&u64, ()>(|tx, _| {
                    if from_below {
                        tx.alloc_str(&"x".repeat(92));
                    }
                    cx.set_limit(limit).unwrap();
                    Ok(tx.alloc(7))
                });
                let used = if from_below { 1100 } else { 1008 };
                assert_eq!((rest(cx), kept), (limit.saturating_sub(used), Ok(&7)), "{limit}");
                cx.set_limit(4000).unwrap();
                assert_eq!(rest(cx), 4000 - limit.max(used), "{limit}");
            });
        }
    }
}

/// A transaction takes the parent's second spare with it: what comes back of that after an error is cut as well.
#[test]
fn al04_a_lower_limit_holds_after_a_roll_back() {
    /// How many bytes a scope in a transaction finds, which goes on in the spares of `cx`.
    fn in_spares(cx: MemCx<'_>) -> usize {
        let found = cx.transaction::<&'static u8, usize>(|tx, _| {
            scope!(inner in tx);
            Err(rest(inner))
        });
        found.unwrap_err()
    }

    for limit in [0, 4000, 5000] {
        balanced(|| {
            scope!(cx, limit = 100_000);
            cx.alloc(1_u64);
            // Two spares: what is left of the window that was lent, and of the chunk to which the transaction moved on.
            let kept = cx.transaction::<&[u8], ()>(|tx, _| {
                cx.alloc(2_u64);
                scope!(inner in tx);
                let bytes = tx.alloc_slice_default::<u8>(2500);
                inner.alloc(3_u64);
                Ok(bytes)
            });
            let used = 8 + 8 + 2500;
            let lower = cx.transaction::<&u8, ()>(|_, _| {
                cx.set_limit(limit).unwrap();
                Err(())
            });
            assert_eq!((kept.unwrap().len(), lower), (2500, Err(())));
            assert!(in_spares(cx) <= limit.saturating_sub(used), "{limit}");
            assert!(rest(cx) <= limit.saturating_sub(used), "{limit}");
            cx.set_limit(100_000).unwrap();
            assert!(rest(cx) > 90_000 - limit.max(used), "{limit}");
        });
    }
}

#[test]
fn al04_a_refusal_tells_the_limit_its_use_and_the_request() {
    scope!(outer, limit = 3000);
    outer.alloc_str("12345");
    let told = |error: AllocError| (error.scope(), error.limit(), error.used(), error.size());
    assert_eq!(told(outer.try_alloc([0_u8; 4000]).unwrap_err()), ("outer", Some(3000), Some(5), 4000));
    {
        scope!(inner in outer, limit = 100);
        inner.alloc(1_u64);
        assert_eq!(told(inner.try_alloc([0_u8; 101]).unwrap_err()), ("inner", Some(100), Some(8), 101));
        inner.set_limit(1 << 20).unwrap();
        let refusal = inner.try_alloc([0_u8; 5000]).unwrap_err();
        assert_eq!((refusal.scope(), refusal.limit(), refusal.size()), ("outer", Some(3000), 5000));
        inner.set_limit(4).unwrap();
        assert_eq!(told(inner.try_alloc_str("x").unwrap_err()), ("inner", Some(4), Some(4), 1));
    }
    assert_eq!(
        outer.try_alloc_str(&"x".repeat(2996)).unwrap_err().to_string(),
        "scope `outer` cannot allocate 2996 bytes (align 1): it would exceed its limit of 3000 bytes, of which 5 are used"
    );
    let other = outer.try_alloc_layout(Layout::from_size_align(isize::MAX as usize - 15, 16).unwrap()).unwrap_err();
    assert_eq!((other.size(), other.align(), other.limit()), (isize::MAX as usize - 15, 16, None));
}

/// Numbers of any size are what they were.
#[test]
#[cfg(target_pointer_width = "64")]
fn al04_a_refusal_tells_no_limit_rather_than_a_wrong_one() {
    let tebibyte = 1 << 40;
    for (limit, size, told) in [
        (tebibyte - 2, tebibyte - 2, true),
        (tebibyte - 1, tebibyte - 1, true),
        (tebibyte, tebibyte - 1, false),
        (100, tebibyte - 1, true),
        (100, tebibyte, false),
        (100, tebibyte + 1, false),
        (tebibyte, (1 << 62) + 1, false),
    ] {
        scope!(cx, limit = limit);
        cx.alloc(1_u64);
        let error = cx.try_alloc_layout(Layout::from_size_align(size, 1).unwrap()).unwrap_err();
        assert_eq!((error.cause(), error.size(), error.align()), (Cause::Limit, size, 1));
        assert_eq!((error.limit(), error.used()), if told { (Some(limit), Some(8)) } else { (None, None) });
        assert_eq!(error.to_string().ends_with("of which 8 are used"), told, "{error}");
    }
    assert_eq!(size_of::<AllocError>(), 24);
}

#[test]
fn al04_a_failed_growth_leaves_the_old_contents() {
    balanced(|| {
        scope!(cx, limit = 1000);
        let mut list = cx.vec::<u32>();
        let mut text = cx.string();
        for n in 0.. {
            if list.try_push(n).is_err() || text.try_push_str("x").is_err() {
                break;
            }
            cx.set_limit(1000 - n as usize).unwrap();
        }
        assert!(list.len() > 50);
        assert!(list.try_reserve(1000).is_err() && text.try_push_str(&"y".repeat(1000)).is_err());
        assert!(list.iter().enumerate().all(|(n, value)| n == *value as usize));
        assert!(text.bytes().all(|byte| byte == b'x'));
        cx.set_limit(100_000).unwrap();
        list.push(7);
        text.push_str("more");
        assert!(list.ends_with(&[7]) && text.ends_with("xmore"));
    });
}

/// A part of a program with a source and a budget of its own, behind an interface that knows neither.
struct Subsystem {
    name: &'static str,
    heap: Heap,
    limit: usize,
}

impl Subsystem {
    fn new(name: &'static str, limit: usize) -> Self {
        Self { name, heap: Heap::default(), limit }
    }

    #[scoped(from = &self.heap, limit = self.limit)]
    fn longest(&self, text: &str) -> Result<usize, OwnedError> {
        let words = library::sorted_words(cx, text)?;
        let Some(longest) = words.last() else { return Err(error_in!(cx, "{} has no word", self.name).into()) };
        Ok(longest.len())
    }
}

/// Code that is handed memory, and fills it.
mod library {
    use memscope::{AllocError, MemCx};

    pub(super) fn sorted_words<'cx, 'text>(cx: MemCx<'cx>, text: &'text str) -> Result<&'cx [&'text str], AllocError>
    where
        'text: 'cx,
    {
        let words = cx.try_alloc_iter(text.split_whitespace())?;
        words.sort_unstable_by_key(|word| word.len());
        Ok(words)
    }
}

#[test]
fn er01_two_subsystems_with_budgets_of_their_own() {
    let (small, large) = (Subsystem::new("small", 100), Subsystem::new("large", 1 << 20));
    let text = "words ".repeat(100);
    for _ in 0..10 {
        // Both are at work at once, and each refuses for itself.
        scope!(of_small, from = &small.heap, limit = small.limit);
        scope!(of_large, from = &large.heap, limit = large.limit);
        let refused = library::sorted_words(of_small, &text).unwrap_err();
        assert_eq!((refused.scope(), refused.limit(), refused.cause()), ("of_small", Some(100), Cause::Limit));
        assert_eq!(library::sorted_words(of_large, &text).unwrap().len(), 100);
        assert_eq!(library::sorted_words(of_small, "two words").unwrap(), ["two", "words"]);
        // An error of the one is reported in the other.
        let error =
            Err::<(), _>(ScopedError::from(refused)).context_in(of_large, format_args!("{} is full", small.name));
        let error = error.unwrap_err();
        assert!(format!("{error:#}").starts_with("small is full: scope `of_small` cannot allocate"), "{error:#}");
    }
    assert_eq!((small.longest("a text"), large.longest(&text)).0.unwrap(), 4);
    assert_eq!(large.longest(&text).unwrap(), 5);
    assert_eq!(small.longest("").unwrap_err().to_string(), "small has no word");
    assert!(small.longest(&text).unwrap_err().to_string().contains("its limit of 100 bytes"));
    assert_eq!((small.heap.live.get(), large.heap.live.get()), (0, 0));
}

#[test]
fn er06_a_reserve_for_reporting_when_the_budget_is_used_up() {
    let heap = Heap::default();
    scope!(cx, name = "subsystem", from = &heap, limit = 1000);
    assert_eq!(rest(cx), 1000);
    let refused = cx.try_alloc_str("x").unwrap_err();
    let report = without_heap(|| {
        let error = error_in!(cx, "row {} is too long for {}", 12, "a budget of this size");
        let mut line = Line { bytes: [0; 512], len: 0 };
        write!(line, "{error}; {refused}").unwrap();
        line
    });
    let report = str::from_utf8(&report.bytes[..report.len]).unwrap();
    assert!(report.contains("its limit of 1000 bytes, of which 1000 are used"), "{report}");

    // What is to be told in full has a reserve which nothing else can use up.
    cx.set_limit(1000 + 200).unwrap();
    let error = error_in!(cx, "row {} is too long for {}", 12, "a budget of this size");
    assert_eq!(error.to_string(), "row 12 is too long for a budget of this size");
    assert!(error.refused().is_none());
    scope!(outer);
    assert_eq!(error.copy_in(outer).to_string(), error.to_string());
}

/// Text in no memory but its own.
struct Line {
    bytes: [u8; 512],
    len: usize,
}

impl Write for Line {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let room = self.bytes.get_mut(self.len..self.len + text.len()).ok_or(fmt::Error)?;
        room.copy_from_slice(text.as_bytes());
        self.len += text.len();
        Ok(())
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
    Limit {
        out: usize,
        bytes: usize,
    },
    Open {
        limit: Option<usize>,
    },
    Close,
}

fn step() -> impl Strategy<Value = Step> {
    let out = prop_oneof![6 => Just(0), 2 => Just(1), 1 => 2..4_usize];
    let len = prop_oneof![4 => 0..100_usize, 2 => 0..2000_usize, 1 => 0..9000_usize];
    let limit = prop_oneof![3 => 0..3000_usize, 1 => 0..20_000_usize, 1 => Just(usize::MAX)];
    prop_oneof![
        6 => (out.clone(), len.clone()).prop_map(|(out, len)| Step::Text { out, len }),
        3 => (out.clone(), len).prop_map(|(out, len)| Step::Words { out, len: len / 8 }),
        4 => (out, limit.clone()).prop_map(|(out, bytes)| Step::Limit { out, bytes }),
        2 => prop::option::of(limit).prop_map(|limit| Step::Open { limit }),
        2 => Just(Step::Close),
    ]
}

trait Scope {
    fn allocate(&self, layout: Layout, from_above: bool) -> Result<NonNull<u8>, AllocError>;
    fn change(&self, limit: usize) -> bool;
}

impl Scope for MemCx<'_> {
    fn allocate(&self, layout: Layout, from_above: bool) -> Result<NonNull<u8>, AllocError> {
        if from_above {
            return self.try_alloc_layout(layout);
        }
        // Any text will do.
        self.try_alloc_str(&"x".repeat(layout.size())).map(|text| NonNull::from(text.as_bytes()).cast())
    }

    fn change(&self, limit: usize) -> bool {
        self.set_limit(limit).is_ok()
    }
}

/// An open scope, and what the model knows of it.
struct Level<'a> {
    scope: &'a dyn Scope,
    limit: Cell<Option<usize>>,
    /// The highest limit that there was since an inner scope was opened: so much may be lent to that.
    lent_under: Cell<usize>,
    /// Bytes allocated in this scope, and in the inner ones that are open.
    held: Cell<usize>,
    /// Whether only this scope, without any other inside, has ever used the budget: then a refusal has to be right, too.
    alone: Cell<bool>,
    outer: Option<&'a Level<'a>>,
}

impl<'a> Level<'a> {
    fn new(scope: &'a dyn Scope, limit: Option<usize>, outer: Option<&'a Level<'a>>) -> Self {
        Self {
            scope,
            limit: Cell::new(limit),
            lent_under: Cell::new(0),
            held: Cell::new(0),
            alone: Cell::new(true),
            outer,
        }
    }

    fn outwards(&self) -> impl Iterator<Item = &Level<'_>> {
        iter::successors(Some(self), |level| level.outer)
    }

    fn allocate(&self, layout: Layout, from_above: bool, blocks: &RefCell<Blocks>) {
        match self.scope.allocate(layout, from_above) {
            Ok(_) if layout.size() == 0 => {}
            Ok(block) => {
                for (distance, level) in self.outwards().enumerate() {
                    level.held.set(level.held.get() + layout.size());
                    let limit = level.limit.get().unwrap_or(usize::MAX);
                    let most = if distance == 0 { limit } else { limit.max(level.lent_under.get()) };
                    assert!(level.held.get() <= most, "{} of {most} bytes, {distance} out", level.held.get());
                }
                blocks.borrow_mut().add(block, layout);
            }
            Err(error) => {
                let (limit, used) = (error.limit().expect("a limit"), error.used().expect("a limit"));
                assert!(used + layout.size() > limit, "{error}");
                assert!(self.outwards().any(|level| level.limit.get() == Some(limit)), "{error}");
                if self.outwards().count() == 1 && self.alone.get() {
                    assert!(self.held.get() + layout.size() > limit, "{} bytes are held: {error}", self.held.get());
                    assert_eq!(used, self.held.get().min(limit), "{error}");
                }
            }
        }
    }
}

/// Runs the steps up to the end of this scope; returns the rest.
fn run<'s>(cx: MemCx<'_>, level: &Level<'_>, mut steps: &'s [Step]) -> &'s [Step] {
    let blocks = RefCell::new(Blocks::default());
    while let [step, rest @ ..] = steps {
        steps = rest;
        let at = |out: usize| level.outwards().nth(out).unwrap_or(level);
        match *step {
            Step::Text { out, len } => {
                // What is in an outer scope is checked there no more than here.
                let layout = Layout::from_size_align(len, 1).unwrap();
                at(out).allocate(layout, false, &blocks);
            }
            Step::Words { out, len } => {
                at(out).allocate(Layout::array::<u64>(len).unwrap(), true, &blocks);
            }
            Step::Limit { out, bytes } => {
                let level = at(out);
                assert_eq!(level.scope.change(bytes), level.limit.get().is_some());
                if level.limit.get().is_some() {
                    level.limit.set(Some(bytes));
                    level.lent_under.set(level.lent_under.get().max(bytes));
                }
            }
            Step::Open { limit } => {
                for level in level.outwards() {
                    level.alone.set(false);
                }
                level.lent_under.set(level.limit.get().unwrap_or(usize::MAX));
                let open = |inner: MemCx<'_>| {
                    let inside = Level::new(&inner, limit, Some(level));
                    let rest = run(inner, &inside, steps);
                    for level in level.outwards() {
                        level.held.set(level.held.get() - inside.held.get());
                    }
                    rest
                };
                steps = match limit {
                    None => scope!(inner in cx => { open(inner) }),
                    Some(limit) => scope!(inner in cx, limit = limit => { open(inner) }),
                };
            }
            Step::Close => break,
        }
        blocks.borrow().check();
    }
    steps
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn al04_limits_that_change_are_kept(first in 0..5000_usize, inline: bool, steps in prop::collection::vec(step(), 0..60)) {
        let mut steps = &steps[..];
        while !steps.is_empty() {
            steps = balanced(|| {
                if inline {
                    scope!(cx, limit = first, inline = 500);
                    run(cx, &Level::new(&cx, Some(first), None), steps)
                } else {
                    scope!(cx, limit = first);
                    run(cx, &Level::new(&cx, Some(first), None), steps)
                }
            });
        }
    }
}
