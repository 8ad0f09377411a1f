//! Scopes and transactions in any order: every account agrees with a model, and all of them with the source.
#![cfg(feature = "stats")]

#[path = "common/random.rs"]
mod random;

use std::alloc::{Layout, alloc, dealloc};
use std::cell::Cell;
use std::ptr::NonNull;

use memscope::__private as p;
use memscope::source::{Request, Source};
use memscope::{MemCx, report, scope};
use random::Random;

const SITE: &p::Site = &p::Site::new("root", file!(), line!());

const ROUNDS: u64 = if cfg!(miri) { 2 } else { 100 };

/// The heap, with the number of blocks that are out, their bytes, and the most that these ever were.
struct Counting {
    blocks: Cell<usize>,
    bytes: Cell<usize>,
    peak: Cell<usize>,
    objects: bool,
}

// SAFETY: the heap's blocks, as they are.
unsafe impl Source for Counting {
    fn get(&self, request: Request) -> Option<NonNull<[u8]>> {
        let layout = request.layout();
        // SAFETY: never of size zero.
        let block = NonNull::new(unsafe { alloc(layout) })?;
        self.blocks.update(|blocks| blocks + 1);
        self.bytes.update(|bytes| bytes + layout.size());
        self.peak.update(|peak| peak.max(self.bytes.get()));
        Some(NonNull::slice_from_raw_parts(block, layout.size()))
    }

    unsafe fn put(&self, block: NonNull<u8>, layout: Layout) {
        self.blocks.update(|blocks| blocks - 1);
        self.bytes.update(|bytes| bytes - layout.size());
        // SAFETY: given by `get`, which gives what was asked for.
        unsafe { dealloc(block.as_ptr(), layout) };
    }

    fn sees_objects(&self) -> bool {
        self.objects
    }
}

struct World<'s> {
    source: &'s Counting,
    random: Random,
    /// How many transactions were committed after the scope around them had moved on, and how many before.
    commits: [Cell<usize>; 2],
}

impl World<'_> {
    /// A multiple of 8, so that it is the same at both ends of a window.
    fn size(&self) -> usize {
        let most = [4, 40, 400, 3000][self.random.below(4)];
        8 * (1 + self.random.below(most))
    }
}

/// What a scope must have in its accounts: bytes, and objects if they are seen.
#[derive(Default)]
struct Account {
    used: Cell<usize>,
    objects: Cell<usize>,
}

impl Account {
    fn add(&self, used: usize, objects: usize) {
        self.used.update(|sum| sum + used);
        self.objects.update(|sum| sum + objects);
    }

    /// Takes so many bytes from the scope, if that may have them.
    fn take(&self, cx: MemCx<'_>, size: usize, at_the_top: bool) {
        let done = if at_the_top {
            cx.try_alloc_layout(Layout::from_size_align(size, 8).unwrap()).is_ok()
        } else {
            cx.try_alloc_slice_default::<u8>(size).is_ok()
        };
        if done {
            self.add(size, 1);
        }
    }
}

/// Some steps in a scope. `around` takes one in the scope around it.
fn steps(world: &World<'_>, cx: MemCx<'_>, account: &Account, around: &dyn Fn(), left: usize) {
    for _ in 0..=world.random.below(5) {
        step(world, cx, account, around, left);
    }
}

fn step(world: &World<'_>, cx: MemCx<'_>, account: &Account, around: &dyn Fn(), left: usize) {
    let objects = world.source.objects;
    match world.random.below(if left == 0 { 5 } else { 10 }) {
        0 | 1 => account.take(cx, world.size(), true),
        2 => account.take(cx, world.size(), false),
        3 => {
            if let Ok(block) = cx.try_boxed_uninit_slice::<u64>(5) {
                if objects {
                    around(); // it need not be the newest
                }
                let len = if objects { 1 + world.random.below(5) } else { 5 };
                cx.free(cx.shrink(block, len));
            }
        }
        4 => {
            let limit = if world.random.one_in(4) { 8 * world.random.below(5000) } else { usize::MAX };
            let has_terms = cx.stats().limit.is_some() || cx.set_limit(usize::MAX).is_ok();
            assert_eq!(cx.set_limit(limit).is_ok(), has_terms);
        }
        5 => around(),
        6 => {
            scope!(inner in cx);
            let own = Account::default();
            steps(world, inner, &own, &|| step(world, cx, account, around, left - 1), left - 1);
        }
        kind => {
            let own = Account::default();
            let commits = !world.random.one_in(4);
            let before = cx.stats();
            let body = |tx: MemCx<'_>| {
                assert_eq!(tx.stats().used, 0);
                steps(world, tx, &own, &|| step(world, cx, account, around, left - 1), left - 1);
                world.commits[usize::from(cx.stats().used == before.used)].update(|n| n + usize::from(commits));
                commits.then_some(&()).ok_or(())
            };
            let done = if kind == 7 {
                let limit = 8 * world.random.below(2000);
                p::transaction_limited::<&'static (), ()>(cx, limit, SITE, |tx, _| {
                    assert_eq!(tx.stats().limit, Some(limit));
                    body(tx)
                })
            } else {
                cx.transaction::<&'static (), ()>(|tx, _| body(tx))
            };
            if done.is_ok() {
                account.add(own.used.get(), own.objects.get());
            }
        }
    }
    let stats = cx.stats();
    assert_eq!(stats.used, account.used.get());
    assert_eq!(stats.objects, objects.then(|| account.objects.get()));
    assert!(stats.peak >= stats.used);
    let report = report();
    let total = report.total();
    assert_eq!((total.reserved, total.chunks), (world.source.bytes.get(), world.source.blocks.get()));
}

/// Many roots, each with `N` bytes in the frame, of a source that sees objects or does not.
fn walk<const N: usize>(objects: bool) {
    let mut commits = [0; 2];
    for seed in 1..=ROUNDS {
        let [blocks, bytes, peak] = [const { Cell::new(0) }; 3];
        let source = Counting { blocks, bytes, peak, objects };
        {
            let supply = p::Supply::new(&source, SITE);
            let mut inline = p::Inline::<N>::new();
            // SAFETY: what it is opened with are the locals before it.
            let cx =
                unsafe { if N == 0 { p::Region::on(&supply) } else { p::Region::inline_on(&mut inline, &supply) } };
            // SAFETY: the pattern of the macros, by hand: the locals are not named again.
            let end = unsafe { p::ScopeEnd::new(&cx) };
            let cx = p::ScopeEnd::cx(&end);
            let world = World { source: &source, random: Random::new(seed), commits: Default::default() };
            let account = Account::default();
            for _ in 0..5 {
                steps(&world, cx, &account, &|| {}, 4);
            }
            let tree = report().threads[0].scopes[0].tree;
            assert_eq!((tree.reserved, tree.peak), (source.bytes.get(), source.peak.get()));
            commits = [0, 1].map(|i| commits[i] + world.commits[i].get());
        }
        assert_eq!(source.blocks.get(), 0);
        assert!(report().threads.iter().all(|thread| thread.scopes.is_empty()));
    }
    assert!(commits.iter().all(|n| *n > ROUNDS as usize), "{commits:?}");
}

#[test]
fn pg11_no_transaction_confuses_the_accounts() {
    walk::<0>(false);
}

#[test]
fn pg11_no_transaction_confuses_the_accounts_of_objects() {
    walk::<0>(true);
}

#[test]
fn pg11_no_transaction_confuses_the_accounts_of_inline_scopes() {
    walk::<3000>(false);
}
