//! Accounts of scopes, and reports of all that are open.
#![cfg(feature = "stats")]

mod common;

use std::alloc::{Layout, alloc, dealloc};
use std::pin::{Pin, pin};
use std::ptr::NonNull;
use std::sync::mpsc;
use std::task::{Context, Waker};
use std::thread;

use common::{poll, turn};
use memscope::__private as p;
use memscope::source::{Request, Source};
use memscope::stats::{Report, Scope, Stats};
use memscope::{Kept, MemCx, report, report_all, scope, scoped, with_scope, with_scope_in};

/// What `f` adds to the accounts.
fn gain(cx: MemCx<'_>, f: impl FnOnce()) -> (isize, isize) {
    let before = cx.stats();
    f();
    let after = cx.stats();
    (after.used as isize - before.used as isize, after.chunks as isize - before.chunks as isize)
}

fn names(report: &Report) -> Vec<(&str, usize)> {
    report.threads.iter().flat_map(|thread| &thread.scopes).map(|scope| (scope.name, scope.depth)).collect()
}

fn find<'r>(report: &'r Report, name: &str) -> &'r Scope {
    let mut scopes = report.threads.iter().flat_map(|thread| &thread.scopes);
    scopes.find(|scope| scope.name == name).unwrap_or_else(|| panic!("no `{name}` in\n{report}"))
}

#[cfg_attr(feature = "checked", ignore = "about chunks")]
#[test]
fn pg11_used_is_exact() {
    memscope::trim();
    scope!(cx);
    assert_eq!(cx.stats(), Stats::default());
    assert_eq!(gain(cx, || _ = cx.alloc(1_u8)), (8, 1));
    assert_eq!(gain(cx, || _ = cx.alloc_str("hello")), (5, 0));
    assert_eq!(gain(cx, || _ = cx.alloc([0_u64; 7])), (56, 0));
    let Stats { used, free, reserved, chunks, peak, objects, limit, .. } = cx.stats();
    assert_eq!((used, peak, chunks, objects, limit), (69, 69, 1, None, None));
    let header = reserved - used - free;
    // A large one goes beside the window.
    assert_eq!(gain(cx, || _ = cx.alloc_slice_default::<u8>(100_000)), (100_000, 1));
    let before = cx.stats();
    assert_eq!(before.free, free);
    let unused = before.reserved - reserved - 100_000; // of the chunk that the large one has to itself
    // This one makes the scope move on, and leave a rest that nobody can use.
    assert_eq!(gain(cx, || _ = cx.alloc([0_u8; 2000])), (2000, 1));
    let after = cx.stats();
    assert_eq!(after.reserved - after.used - after.free, 2 * header + unused + free);
}

#[cfg_attr(feature = "checked", ignore = "about chunks")]
#[test]
fn pg11_peak_is_the_most_that_was_used() {
    scope!(cx);
    let big = cx.boxed([1_u8; 1000]);
    assert_eq!((cx.stats().used, cx.stats().peak), (1000, 1000));
    cx.free(big);
    assert_eq!((cx.stats().used, cx.stats().peak), (0, 1000));
    let mut text = cx.string();
    text.push_str(&"x".repeat(600));
    let small = cx.boxed([1_u8; 300]);
    text.truncate(10);
    text.shrink_to_fit();
    assert_eq!((cx.stats().used, cx.stats().peak), (314, 1000));
    cx.free(small);
    for i in 0..50_u8 {
        let value = cx.boxed([i; 1000]);
        cx.free(value);
    }
    assert_eq!((cx.stats().used, cx.stats().peak), (10, 1010));
}

#[cfg_attr(feature = "checked", ignore = "about chunks")]
#[test]
fn pg11_scopes_inside_are_accounts_of_their_own() {
    memscope::trim();
    scope!(outer);
    outer.alloc(1_u64);
    let before = outer.stats();
    {
        scope!(inner in outer);
        inner.alloc([0_u64; 10]);
        let Stats { used, free, reserved, chunks, .. } = inner.stats();
        assert_eq!((used, free, reserved, chunks), (80, before.free - 80, 0, 0));
        assert_eq!((outer.stats().used, outer.stats().free), (8, 0), "the window is lent");
        // Outer moves on; what it left serves inner, and later is its spare.
        outer.alloc(2_u64);
        assert_eq!((outer.stats().used, inner.stats().used), (16, 80));
        inner.alloc([0_u64; 1000]);
        assert_eq!((inner.stats().used, inner.stats().chunks), (8080, 1));
    }
    assert_eq!((outer.stats().used, outer.stats().chunks), (16, 2));
    scope!(again in outer);
    again.alloc(3_u64);
    assert_eq!((again.stats().used, again.stats().reserved), (8, 0));
}

#[test]
fn pg11_what_is_committed_is_the_parents() {
    for size in [104, 5000] {
        for parent_goes_on in [false, true] {
            scope!(cx);
            cx.alloc(1_u64);
            let result = cx.transaction::<&'static [u8], ()>(|tx, _| {
                if parent_goes_on {
                    cx.alloc([0_u64; 2]);
                }
                let bytes = tx.alloc_slice_default::<u8>(size);
                assert_eq!(names(&report()), [("cx", 0), ("transaction", 1)]);
                assert_eq!(tx.stats().used, size);
                Ok(&*bytes)
            });
            assert_eq!(result.unwrap().len(), size);
            let Stats { used, reserved, chunks, .. } = cx.stats();
            assert_eq!(used, 8 + size + if parent_goes_on { 16 } else { 0 });
            let report = report();
            let scope = find(&report, "cx");
            assert_eq!((scope.tree.reserved, scope.tree.chunks, scope.tree.peak), (reserved, chunks, reserved));
            assert_eq!(report.threads[0].scopes.len(), 1);
            assert!(cx.transaction::<&'static u64, u8>(|tx, _| Err(tx.alloc_slice_default::<u8>(9999)[0])).is_err());
            assert_eq!((cx.stats().used, cx.stats().chunks), (used, chunks));
            assert_eq!(find(&memscope::report(), "cx").tree.reserved, reserved);
        }
    }
}

#[test]
#[cfg_attr(feature = "checked", ignore = "about chunks")]
fn pg11_a_lower_limit_is_not_use() {
    scope!(cx, limit = 4000);
    cx.alloc_str("1234567");
    let Stats { free, reserved, .. } = cx.stats();
    for limit in [1000, 100, 7, 3, 0] {
        cx.set_limit(limit).unwrap();
        let stats = cx.stats();
        assert_eq!((stats.used, stats.free, stats.peak), (7, limit.saturating_sub(7), 7));
        assert_eq!((stats.reserved, stats.limit), (reserved, Some(limit)));
    }
    assert!(free > 1000);
    cx.set_limit(8000).unwrap();
    assert_eq!((cx.stats().used, cx.stats().free), (7, free), "what was withheld is back");
    cx.alloc([1_u64; 10]);
    assert_eq!((cx.stats().used, cx.stats().peak), (87, 87));
}

#[test]
fn pg11_a_lower_limit_of_what_is_lent_is_not_use() {
    for goes_on in [false, true] {
        scope!(cx, limit = 10_000);
        cx.alloc(1_u64);
        {
            scope!(inner in cx);
            inner.alloc([1_u64; 2]);
            cx.set_limit(1000).unwrap();
            assert_eq!((cx.stats().used, inner.stats().used), (8, 16));
            if goes_on {
                cx.set_limit(10_000).unwrap();
                cx.alloc(2_u64);
                cx.set_limit(100).unwrap();
                assert_eq!((cx.stats().used, inner.stats().used), (16, 16));
            }
        }
        let used = if goes_on { 16 } else { 8 };
        assert_eq!((cx.stats().used, cx.stats().peak), (used, used));
        cx.set_limit(10_000).unwrap();
        let kept = cx.transaction::<&u64, ()>(|tx, _| {
            tx.alloc_str("12345678");
            cx.set_limit(50).unwrap();
            Ok(tx.alloc(3))
        });
        let rolled_back = cx.transaction::<&u64, ()>(|tx, _| {
            let _ = tx.try_alloc(4_u64);
            cx.set_limit(20).unwrap();
            Err(())
        });
        assert_eq!((kept, rolled_back), (Ok(&3), Err(())));
        assert_eq!((cx.stats().used, cx.stats().peak), (used + 16, used + 16));
    }
}

/// Keeps count of what it has given; asks to see each object if told to.
#[derive(Default)]
struct Counting {
    given: std::cell::Cell<usize>,
    objects: bool,
}

// SAFETY: the heap's blocks, as they are.
unsafe impl Source for Counting {
    fn get(&self, request: Request) -> Option<NonNull<[u8]>> {
        let layout = request.layout();
        // SAFETY: never of size zero.
        let block = NonNull::new(unsafe { alloc(layout) })?;
        self.given.set(self.given.get() + layout.size());
        Some(NonNull::slice_from_raw_parts(block, layout.size()))
    }

    unsafe fn put(&self, block: NonNull<u8>, layout: Layout) {
        self.given.set(self.given.get() - layout.size());
        // SAFETY: given by `get`, which gives what was asked for.
        unsafe { dealloc(block.as_ptr(), layout) };
    }

    fn sees_objects(&self) -> bool {
        self.objects
    }
}

#[test]
fn pg11_reserved_is_what_the_source_gave() {
    for objects in [false, true] {
        let source = Counting { objects, ..Counting::default() };
        let supply = p::Supply::limited(&source, 1 << 20, const { &p::Site::new("on", file!(), line!()) });
        // SAFETY: what it is opened with are the locals before it.
        let cx = unsafe { p::Region::on(&supply) };
        // SAFETY: the pattern of the macros, by hand: the locals are not named again.
        let end = unsafe { p::ScopeEnd::new(&cx) };
        let cx = p::ScopeEnd::cx(&end);
        assert_eq!(cx.stats().limit, Some(1 << 20));
        let mut boxes = Vec::new();
        for size in [8, 80, 800, 8000, 8] {
            boxes.push(cx.boxed_uninit_slice::<u8>(size));
            assert_eq!(cx.stats().reserved, source.given.get());
        }
        let Stats { used, chunks, .. } = cx.stats();
        assert_eq!((used, cx.stats().objects), (8896, objects.then_some(5)));
        {
            scope!(inner in cx);
            inner.alloc([0_u8; 100_000]);
            assert_eq!(cx.stats().reserved + inner.stats().reserved, source.given.get());
            assert_eq!(find(&report(), "on").tree.reserved, source.given.get());
        }
        assert_eq!(find(&report(), "on").tree.reserved, source.given.get());
        for boxed in boxes.into_iter().rev() {
            cx.free(boxed);
            assert_eq!(cx.stats().reserved, source.given.get());
        }
        assert_eq!((cx.stats().objects, cx.stats().peak), (objects.then_some(0), 8896));
        assert_eq!(cx.stats().used == 0 && cx.stats().chunks == 1, objects, "{chunks}");
    }
}

#[test]
fn pg11_recycled_memory_is_not_used() {
    let recycler = p::Recycler::new();
    let site = const { &p::Site::new("recycles", file!(), line!()) };
    let budget = p::Budget::new(usize::MAX, site);
    // SAFETY: what it is opened with are the locals before it.
    let cx = unsafe {
        p::Region::recycle(&budget, &recycler);
        p::Region::on(&budget)
    };
    // SAFETY: the pattern of the macros, by hand: the locals are not named again.
    let end = unsafe { p::ScopeEnd::new(&cx) };
    let cx = p::ScopeEnd::cx(&end);
    let mut queue = std::collections::VecDeque::new();
    for i in 0..10_000_u64 {
        queue.push_back(cx.boxed([i; 6]));
        if queue.len() > 20 {
            cx.free(queue.pop_front().unwrap());
        }
        assert_eq!(cx.stats().used, queue.len() * 48);
    }
    assert_eq!(cx.stats().peak, 21 * 48);
    assert_eq!(cx.stats().limit, None);
}

#[cfg_attr(feature = "checked", ignore = "about chunks")]
#[test]
fn pg04_scopes_form_a_tree() {
    assert_eq!(report().to_string(), "Grand total: 0 bytes in 0 chunks; 0 free; 0 used");
    scope!(query);
    query.alloc(1_u64);
    query.set_ident("select\n1");
    scope!(a in query);
    {
        scope!(b in a, name = "second");
        scope!(c in query);
        scope!(other);
        with_scope_in(b, |_| {
            let expected = [("query", 0), ("a", 1), ("second", 2), ("with_scope_in", 3), ("c", 1), ("other", 0)];
            assert_eq!(names(&report()), expected);
        });
        let report = report();
        assert_eq!(report.threads[0].name.as_deref(), Some("pg04_scopes_form_a_tree"));
        let scope = find(&report, "second");
        assert_eq!((scope.parent, scope.file, scope.line), (Some(1), file!(), line!() - 10));
        assert_eq!((c.name(), other.name()), ("c", "other"));
    }
    a.alloc([0_u64; 4]);
    let text = report().to_string();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], "thread pg04_scopes_form_a_tree");
    assert!(lines[1].starts_with("  query: select 1; ") && lines[1].ends_with(" total in 1 chunk; 0 free; 8 used"));
    assert!(lines[2].starts_with("    a; 0 total in 0 chunks; ") && lines[2].ends_with(" free; 32 used"));
    assert!(lines[3].starts_with("Grand total: ") && lines[3].ends_with(" free; 40 used"), "{text}");
    assert!(format!("{:#}", report()).lines().nth(2).unwrap().contains("tests/stats.rs:"));
}

#[test]
fn pg04_idents_are_copied_and_cut_at_a_char_boundary() {
    scope!(cx);
    {
        let owned = format!("{}\u{e9}tail", "x".repeat(99)); // the é is the bytes 99 and 100
        cx.set_ident(&owned);
    }
    let report = report();
    assert_eq!(find(&report, "cx").ident.len(), 105);
    assert!(report.to_string().contains(&format!("cx: {}...; ", "x".repeat(99))));
    cx.set_ident("short");
    assert!(memscope::report().to_string().contains("cx: short; "));
}

#[test]
fn pg11_more_than_a_hundred_children_are_summed_up() {
    fn nest(cx: MemCx<'_>, left: usize) -> String {
        if left == 0 {
            return report().to_string();
        }
        scope!(deep in cx);
        deep.alloc(1_u64);
        nest(deep, left - 1)
    }
    async fn child(parent: MemCx<'_>) {
        scope!(child in parent);
        scope!(grandchild in child);
        grandchild.alloc(1_u64);
        turn().await;
    }
    scope!(top);
    let mut children: Vec<_> = (0..150).map(|_| Box::pin(child(top))).collect();
    children.iter_mut().for_each(|child| assert!(!poll(child)));
    let text = report().to_string();
    assert_eq!(text.lines().count(), 1 + 1 + 2 * 100 + 1 + 1, "{text}");
    let summary = text.lines().rev().nth(1).unwrap();
    assert!(summary.starts_with("    100 more scopes containing ") && summary.ends_with("; 400 used"), "{summary}");
    assert_eq!(report().threads[0].scopes.len(), 301, "as data, all are there");
    assert_eq!(find(&report(), "top").tree.scopes, 301);
    drop(children);

    let text = nest(top, 200);
    assert_eq!(text.lines().count(), 1 + 100 + 1 + 1);
    assert!(text.lines().rev().nth(1).unwrap().contains("101 more scopes"), "{text}");
}

/// Scopes that interleave, are dropped in any order, or forgotten: the list is never wrong, and nothing dangles.
#[test]
fn pg04_no_order_of_ends_confuses_the_tree() {
    async fn task(parent: MemCx<'_>, n: u64) {
        scope!(task in parent);
        task.set_ident(n);
        let value = task.alloc(n);
        turn().await;
        assert_eq!(*value, n);
        turn().await;
    }
    let forgotten = {
        scope!(cx, limit = 1 << 20);
        let mut tasks: Vec<Pin<Box<dyn Future<Output = ()> + '_>>> = Vec::new();
        for n in 0..6 {
            tasks.push(Box::pin(task(cx, n)));
            assert!(!poll(&mut tasks[n as usize]));
        }
        let idents = || -> Vec<String> {
            report().threads[0].scopes.iter().filter(|s| s.depth == 1).map(|s| s.ident.clone()).collect()
        };
        assert_eq!(idents(), ["0", "1", "2", "3", "4", "5"]);
        for (at, left) in [(3, "0,1,2,4,5"), (0, "1,2,4,5"), (3, "1,2,4")] {
            drop(tasks.remove(at));
            assert_eq!(idents().join(","), left);
        }
        std::mem::forget(tasks.pop());
        drop(tasks);
        assert_eq!(idents(), ["4"]);
        "task"
    };
    // What was forgotten stays in the list, as it stays in memory; the scope around it is gone.
    assert_eq!(names(&report()), [(forgotten, 0)]);
    with_scope(|_| assert_eq!(names(&report()), [("task", 0), ("with_scope", 0)]));
}

#[test]
fn pg11_a_future_stays_where_its_scope_was_opened() {
    #[scoped(name = "travels")]
    async fn task() {
        let numbers = cx.alloc_slice_default::<u64>(10_000);
        turn().await;
        assert_eq!(numbers.len(), 10_000);
    }
    let mut future = Box::pin(task());
    assert!(!poll(&mut future));
    let reserved = find(&report(), "travels").stats.reserved;
    let (back, moved) = mpsc::channel();
    let other = thread::spawn(move || {
        assert_eq!(names(&report()), []);
        back.send(()).unwrap();
        assert!(poll(&mut future));
        future
    });
    moved.recv().unwrap();
    // Either it is still there, as it was, or it has ended.
    assert!(report().threads.iter().flat_map(|t| &t.scopes).all(|scope| scope.stats.reserved == reserved));
    drop(other.join().unwrap());
    assert_eq!(names(&report()), []);
}

#[test]
fn pg11_all_threads_and_owners() {
    let kept: Kept<&'static [u8]> = Kept::new(|cx| {
        cx.set_ident("an owner of bytes");
        &*cx.alloc_slice_default::<u8>(50_000)
    });
    assert!(kept.stats().used > 50_000 && kept.stats().used < 50_500);
    let (tell, told) = mpsc::channel();
    let (go, wait) = mpsc::channel::<()>();
    let thread = thread::Builder::new().name("worker".into()).spawn(move || {
        scope!(busy, limit = 1 << 20);
        busy.set_ident("far away");
        busy.alloc_slice_default::<u64>(3000);
        tell.send(()).unwrap();
        wait.recv().unwrap();
    });
    told.recv().unwrap();
    let report = report_all();
    let worker = report.threads.iter().find(|thread| thread.name.as_deref() == Some("worker")).unwrap();
    assert!(!worker.exact && worker.to_string().contains("thread worker, as of the last chunk\n  busy: far away; "));
    let busy = find(&report, "busy");
    assert!(busy.stats.reserved > 24_000 && busy.stats.chunks > 0);
    assert!(report.threads.last().unwrap().scopes.iter().any(|owner| owner.ident == "an owner of bytes"));
    go.send(()).unwrap();
    thread.unwrap().join().unwrap();
    assert!(!report_all().threads.iter().any(|thread| thread.name.as_deref() == Some("worker")));
    // An owner moves, is filled elsewhere, and ends elsewhere.
    let mut kept = kept;
    let kept = thread::spawn(move || {
        kept.with_mut(|bytes, cx| {
            scope!(inner in cx);
            inner.alloc(bytes.len());
            assert_eq!(names(&memscope::report()), [("inner", 0)]);
            *bytes = cx.alloc_slice_default::<u8>(200_000);
        });
        kept
    });
    let kept = kept.join().unwrap();
    assert!(kept.stats().used > 250_000);
    let owners = |report: &Report| {
        report.threads.iter().flat_map(|t| &t.scopes).filter(|s| s.ident == "an owner of bytes").count()
    };
    assert_eq!(owners(&report_all()), 1);
    kept.consume(|_, _| assert_eq!(owners(&report_all()), 1));
    assert_eq!(owners(&report_all()), 0);
}

/// Many threads open, fill and leave scopes while others look at them.
#[test]
fn pg11_reports_while_others_work() {
    thread::scope(|threads| {
        for _ in 0..4 {
            threads.spawn(|| {
                for round in 0..300_usize {
                    scope!(cx);
                    cx.set_ident(round);
                    cx.alloc_slice_default::<u8>(round * 20);
                    let mut kept: Kept<&'static usize> = Kept::new(|cx| &*cx.alloc(round));
                    kept.with_mut(|_, cx| _ = cx.alloc_slice_default::<u8>(round * 30));
                    scope!(inner in cx);
                    inner.alloc(round);
                    if round % 50 == 0 {
                        assert!(report_all().total().scopes >= 3);
                    }
                }
            });
        }
    });
}

#[test]
fn pg11_while_thread_locals_end() {
    struct Last;
    impl Drop for Last {
        fn drop(&mut self) {
            scope!(late);
            late.alloc([0_u64; 1000]);
            assert!(late.stats().used >= 8000);
            scope!(inner in late);
            inner.set_ident("on its way out");
            let _ = report();
            assert!(names(&report_all()).contains(&("late", 0)));
        }
    }
    thread_local!(static LAST: Last = const { Last });
    for warm_first in [false, true] {
        thread::spawn(move || {
            if warm_first {
                with_scope(|cx| _ = cx.alloc(1));
            }
            LAST.with(|_| ());
            with_scope(|cx| _ = cx.alloc(1));
        })
        .join()
        .unwrap();
    }
}

#[test]
fn pg11_the_recursive_peak_is_of_what_was_reserved() {
    memscope::trim();
    scope!(outer);
    outer.alloc(1);
    let own = outer.stats().reserved;
    let inside = {
        scope!(inner in outer);
        inner.alloc_slice_default::<u8>(10_000);
        inner.stats().reserved
    };
    {
        scope!(middle in outer);
        scope!(inner in middle);
        inner.alloc_slice_default::<u8>(5_000);
        let reserved = inner.stats().reserved;
        assert_eq!(find(&report(), "outer").tree.peak, own + inside);
        inner.alloc_slice_default::<u8>(inside);
        assert_eq!(find(&report(), "middle").tree.peak, inner.stats().reserved);
        assert_eq!(find(&report(), "outer").tree.peak, own + inner.stats().reserved);
        assert!(inner.stats().reserved > reserved + inside);
    }
    let report = report();
    let tree = find(&report, "outer").tree;
    assert_eq!(tree.reserved, own);
    assert!(tree.peak > own + inside + 5_000);
}

/// What is kept with an owner may be the neighbour in the list.
#[test]
fn pg11_owners_that_end_while_another_ends() {
    let new = |name: &'static str| -> Kept<&'static str> {
        Kept::new(|cx| {
            cx.set_ident(name);
            &*cx.alloc_str(name)
        })
    };
    let (older, owner, newer) = (new("ends: older"), new("ends: owner"), new("ends: newer"));
    owner.adopt(older);
    owner.adopt(newer);
    let left = || report_all().threads.iter().flat_map(|t| &t.scopes).filter(|s| s.ident.starts_with("ends: ")).count();
    assert_eq!(left(), 3);
    drop(owner);
    assert_eq!(left(), 0);
}

#[test]
fn pg04_a_pinned_future_on_the_stack() {
    let future = pin!(async {
        scope!(cx);
        cx.alloc(1);
        turn().await;
    });
    assert!(future.poll(&mut Context::from_waker(Waker::noop())).is_pending());
    assert_eq!(names(&report()), [("cx", 0)]);
}

#[cfg(feature = "serde")]
#[test]
fn pg11_a_report_is_data() {
    scope!(outer, limit = 5000);
    outer.set_ident("as data");
    scope!(inner in outer);
    inner.alloc(1_u64);
    let data = serde_json::to_value(report()).unwrap();
    let thread = &data["threads"][0];
    assert_eq!((&thread["exact"], &thread["name"]), (&true.into(), &"pg11_a_report_is_data".into()));
    let scopes = &thread["scopes"];
    assert_eq!((&scopes[0]["ident"], &scopes[0]["stats"]["limit"]), (&"as data".into(), &5000.into()));
    assert_eq!((&scopes[1]["parent"], &scopes[1]["stats"]["used"]), (&0.into(), &8.into()));
    assert_eq!(scopes[0]["tree"]["scopes"], 2);
}
