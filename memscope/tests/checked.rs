//! The source that checks: each misuse is reported, and nothing else is. What a test does wrong, it does through the pointers
//! of `alloc_layout` and `boxed`, into memory that is still there: to the language it is a write like any other.
//! Where the sanitizer of addresses is told of scopes, that is faster: `poisoned.rs`.
#![cfg(not(memscope_asan))]

mod common;

use std::alloc::Layout;
use std::cell::Cell;
use std::num::NonZeroU64;
use std::panic::Location;
use std::process::Command;
use std::ptr::NonNull;
use std::{env, mem};

use common::usage;
use memscope::source::{Checked, Failing, Fault, Free, Heap, Report, Request, Source};
use memscope::{MemBox, MemCx, keep_with, scope, scoped};

const _: () = {
    const fn is_shared<T: Send + Sync>() {}
    is_shared::<Checked<Heap>>();
    is_shared::<Report>();
};

/// Where `row` opens its scope.
const ROW: u32 = line!() + 4;

/// Runs `f` in a scope named `row` on the source.
fn row<S: Source, R>(source: &S, f: impl FnOnce(MemCx<'_>) -> R) -> R {
    scope!(row, from = source);
    f(row)
}

/// What is found when `f` has run in a scope, and its memory has gone.
fn found(f: impl FnOnce(MemCx<'_>)) -> Vec<Report> {
    let source = Checked::collecting(Heap);
    row(&source, f);
    source.flush();
    assert_eq!(source.live(), 0);
    source.reports()
}

#[track_caller]
fn one(reports: &[Report]) -> Report {
    let [report] = reports else { panic!("{reports:?}") };
    assert_eq!((report.scope(), report.place()), ("row", (file!(), ROW)));
    *report
}

/// Frees a block through an owner, as code does that takes owners apart.
fn free<'mcx>(cx: MemCx<'mcx>, start: NonNull<u8>, len: usize) {
    let block = NonNull::slice_from_raw_parts(start, len);
    // SAFETY: an owner is a pointer. That it owns the block is not true where a test wants to be caught.
    cx.free(unsafe { mem::transmute::<NonNull<[u8]>, MemBox<'mcx, [u8]>>(block) });
}

#[test]
fn cx10_a_write_behind_an_object_is_found_to_the_byte() {
    for size in [1_usize, 5, 8, 16, 23, 100, 5000] {
        for align in [1, 2, 8, 16, 64, 4096] {
            let layout = Layout::from_size_align(size, align).unwrap();
            let report = found(|cx| {
                let start = cx.alloc_layout(layout);
                // SAFETY: the byte behind the object lies in its block.
                unsafe { start.add(size).write(0) };
            });
            let report = one(&report);
            assert_eq!((report.fault(), report.at(), report.layout()), (Fault::Behind, size as isize, layout));
        }
    }
}

#[test]
fn cx10_a_write_in_front_of_an_object_is_found_to_the_byte() {
    for distance in [1_usize, 8, 9, 30] {
        for align in [1, 8, 16, 128] {
            for freed in [false, true] {
                let reports = found(|cx| {
                    let start = cx.alloc_layout(Layout::from_size_align(24, align).unwrap());
                    // SAFETY: the bytes in front of the object lie in its block.
                    unsafe { start.sub(distance).write(0x11) };
                    if freed {
                        free(cx, start, 24);
                    }
                });
                let report = one(&reports);
                assert_eq!((report.fault(), report.at()), (Fault::Before, -(distance as isize)));
            }
        }
    }
}

#[test]
fn cx10_a_write_beside_an_object_is_found_when_it_is_freed() {
    let source = Checked::collecting(Heap);
    row(&source, |cx| {
        let start = cx.alloc_layout(Layout::new::<[u8; 3]>());
        // SAFETY: as above.
        unsafe { start.add(3).write(0) };
        assert!(source.reports().is_empty());
        free(cx, start, 3);
        assert_eq!(one(&source.reports()).fault(), Fault::Behind);
    });
    assert!(source.reports().is_empty(), "it is reported once");
}

#[test]
fn cx10_a_write_to_freed_memory_is_found() {
    let reports = found(|cx| {
        let start = cx.alloc_layout(Layout::new::<[u8; 10]>());
        free(cx, start, 10);
        // SAFETY: the source watches the memory, so it is still there.
        unsafe { start.add(7).write(0) };
    });
    let report = one(&reports);
    assert_eq!((report.fault(), report.at()), (Fault::AfterFree, 7));
}

#[test]
fn cx10_a_write_to_memory_of_an_ended_scope_is_found() {
    let source = Checked::collecting(Heap);
    let start = row(&source, |cx| cx.alloc_layout(Layout::new::<u64>()));
    // SAFETY: the source watches the memory, so it is still there.
    unsafe { start.write(0) };
    source.flush();
    let reports = source.reports();
    assert_eq!((one(&reports).fault(), one(&reports).at()), (Fault::AfterEnd, 0));
}

#[test]
fn cx10_what_is_freed_twice_stays_freed_once() {
    let reports = found(|cx| {
        let start = cx.alloc_layout(Layout::new::<u32>());
        free(cx, start, 4);
        free(cx, start, 4);
        assert_eq!(*cx.alloc(7_u32), 7);
    });
    assert_eq!(one(&reports).fault(), Fault::FreedTwice);
}

#[test]
fn cx10_a_free_of_what_is_no_object_is_found() {
    let mut local = 7_u8;
    let reports = found(|cx| free(cx, NonNull::from(&mut local), 1));
    assert_eq!((one(&reports).fault(), one(&reports).object()), (Fault::Foreign, (&raw const local).addr()));

    let inside = found(|cx| {
        let start = cx.alloc_layout(Layout::new::<[u8; 10]>());
        // SAFETY: within the object.
        free(cx, unsafe { start.add(1) }, 9);
    });
    assert_eq!(one(&inside).fault(), Fault::Foreign);

    let other = Checked::collecting(Heap);
    row(&other, |other_cx| {
        let theirs = other_cx.alloc_layout(Layout::new::<u64>());
        assert_eq!(one(&found(|cx| free(cx, theirs, 8))).fault(), Fault::Foreign);
    });
    assert!(other.reports().is_empty());
}

#[test]
fn cx10_a_free_of_more_than_was_asked_for_is_found() {
    let reports = found(|cx| free(cx, cx.alloc_layout(Layout::new::<[u8; 10]>()), 11));
    let report = one(&reports);
    assert_eq!((report.fault(), report.at()), (Fault::WrongSize, 11));
}

#[test]
fn cx10_memory_is_filled_when_it_is_fresh_and_when_it_is_gone() {
    let source = Checked::collecting(Heap);
    // SAFETY: the source has filled the memory, and watches it when it is gone.
    let bytes = |start: NonNull<u8>| unsafe { start.cast::<[u8; 9]>().read() };
    let (freed, ended) = row(&source, |cx| {
        let freed = cx.alloc_layout(Layout::new::<[u8; 9]>());
        assert_eq!(bytes(freed), [0xCD; 9]);
        free(cx, freed, 9);
        assert_eq!(bytes(freed), [0xDD; 9]);
        let ended = cx.alloc_layout(Layout::new::<[u8; 9]>());
        assert_ne!(freed, ended, "freed memory is not used again at once");
        (freed, ended)
    });
    assert_eq!((bytes(freed), bytes(ended)), ([0xDD; 9], [0xDD; 9]));
    assert!(source.reports().is_empty());
}

#[test]
fn cx10_what_is_watched_is_bounded() {
    let source = Checked::new(Heap);
    let before = usage().held;
    row(&source, |cx| {
        for _ in 0..10_000 {
            cx.free(cx.boxed([0_u8; 1000]));
            assert!(usage().held - before < 600_000);
        }
        cx.free(cx.boxed_uninit_slice::<u8>(1 << 20));
        assert!(usage().held - before < 600_000);
    });
    drop(source);
    assert_eq!(usage().held, before);
}

/// One of everything.
#[scoped(tmp in cx)]
fn everything(cx: MemCx<'_>) {
    let mut list = cx.vec();
    for n in 0..200_u64 {
        list.push(cx.alloc(n));
        let text = tmp.alloc_fmt(format_args!("{n}"));
        cx.alloc_str(text);
        drop(cx.boxed(n));
        cx.free(cx.boxed([n; 3]));
    }
    cx.adopt(vec![1]);
    let boxes: Result<MemBox<'_, u64>, ()> = cx.transaction::<MemBox<'static, u64>, _>(|tx, _| {
        let nested = tx.transaction::<MemBox<'static, u64>, ()>(|tx, _| Ok(tx.boxed(5)))?;
        tx.alloc(1_u8);
        tx.free(nested);
        Ok(tx.boxed(6))
    });
    cx.free(boxes.unwrap());
    let failed: Result<&u8, ()> = cx.transaction::<&'static u8, _>(|tx, _| {
        tx.adopt(vec![tx.alloc(1_u8).wrapping_add(1)]);
        Err(())
    });
    assert!(failed.is_err() && list.iter().enumerate().all(|(i, n)| **n == i as u64));
}

#[test]
fn cx10_nothing_is_found_where_nothing_is_wrong() {
    assert!(found(everything).is_empty());
    let source = Checked::new(Checked::new(Heap));
    row(&source, everything);
    std::thread::scope(|threads| {
        for _ in 0..3 {
            threads.spawn(|| (0..10).for_each(|_| row(&source, everything)));
        }
    });
    assert_eq!(source.live(), 0);
}

#[test]
fn cx10_what_a_transaction_hands_over_can_be_freed_in_any_order() {
    let source = Checked::new(Heap);
    row(&source, |cx| {
        for commits_first in [false, true] {
            let before = cx.boxed(1_u64);
            let commit = || cx.transaction::<MemBox<'static, u64>, ()>(|tx, _| Ok(tx.boxed(2))).unwrap();
            let (a, b) = (commit(), commit());
            let after = cx.boxed(3_u64);
            let order = if commits_first { [a, b, before, after] } else { [before, b, after, a] };
            order.into_iter().for_each(|boxed| cx.free(boxed));
        }
    });
    assert_eq!(source.live(), 0);
}

#[test]
fn pg14_a_commit_to_a_scope_that_allocated_meanwhile_links_both_ways() {
    let source = Checked::new(Heap);
    row(&source, |cx| {
        scope!(limited in cx, limit = 1000);
        let mut meanwhile = None;
        let kept = limited.transaction::<&'static u64, ()>(|tx, _| {
            meanwhile = Some(limited.boxed(1_u64));
            Ok(tx.alloc(2))
        });
        limited.free(meanwhile.unwrap());
        assert_eq!((*kept.unwrap(), source.live()), (2, 1));
    });
    assert_eq!(source.live(), 0);
}

#[test]
fn cx10_a_scope_on_a_source_that_sees_objects_leaves_other_windows_alone() {
    let source = Checked::new(Heap);
    scope!(cx, from = &source, inline = 1024);
    cx.free(cx.boxed(5));
    let boxed = cx.boxed(7);
    assert_eq!((*boxed, source.live()), (7, 1));
}

#[test]
fn cx10_reports_say_what_and_where() {
    fn text(f: impl FnOnce(MemCx<'_>)) -> String {
        let text = found(f)[0].to_string();
        let (before, after) = text.split_once(" at 0x").unwrap();
        format!("{before} at …{}", after.trim_start_matches(|c: char| c.is_ascii_hexdigit()))
    }
    let five = |cx: MemCx<'_>| cx.alloc_layout(Layout::new::<[u8; 5]>());
    let (file, line) = (file!(), line!() - 1);
    let allocated = if cfg!(feature = "checked") { format!(", allocated at {file}:{line},") } else { String::new() };
    assert_eq!(
        // SAFETY: as above.
        text(|cx| unsafe { five(cx).add(6).write(0) }),
        format!(
            "scope `row` ({file}:{ROW}): the object of 5 bytes (align 1) at …{allocated} was written to 1 bytes behind its end"
        )
    );
    assert_eq!(
        text(|cx| free(cx, NonNull::dangling(), 8)),
        format!("scope `row` ({file}:{ROW}): 8 bytes at … are freed, where no object of its source starts")
    );
}

/// Notes from which line of this file the last object was asked for.
#[derive(Default)]
struct Lines(Cell<u32>);

// SAFETY: passed on.
unsafe impl Source for Lines {
    fn get(&self, request: Request) -> Option<NonNull<[u8]>> {
        if request.object_layout().is_some() {
            let (file, line) = request.caller().unwrap_or((file!(), 0));
            assert_eq!(file, file!());
            self.0.set(line);
        }
        Heap.get(request)
    }

    unsafe fn put(&self, block: NonNull<u8>, layout: Layout) {
        // SAFETY: passed on.
        unsafe { Heap.put(block, layout) }
    }

    fn sees_objects(&self) -> bool {
        true
    }
}

#[test]
fn cx10_with_the_feature_the_place_of_each_allocation_is_known() {
    #[track_caller]
    fn check<R>(lines: &Lines, allocate: impl FnOnce() -> R) {
        let _ = allocate();
        let line = if cfg!(feature = "checked") { Location::caller().line() } else { 0 };
        assert_eq!(lines.0.replace(1), line);
    }
    let lines = &Lines::default();
    scope!(cx, from = lines);
    check(lines, || cx.alloc(1_u64));
    check(lines, || cx.alloc([1_u64; 9]));
    check(lines, || cx.try_alloc(1_u64));
    check(lines, || cx.alloc_with(|| 1));
    check(lines, || cx.alloc_zeroed::<u32>());
    check(lines, || cx.try_alloc_uninit::<u32>());
    check(lines, || cx.alloc_slice_copy(&[1, 2, 3]));
    check(lines, || cx.try_alloc_slice_clone(&[1, 2, 3]));
    check(lines, || cx.alloc_slice_fill_with(3, |n| n));
    check(lines, || cx.alloc_iter_exact(0..3));
    check(lines, || cx.try_alloc_iter(0..3));
    check(lines, || cx.alloc_str("text"));
    check(lines, || cx.try_alloc_cstr(c"text"));
    check(lines, || cx.alloc_layout(Layout::new::<u8>()));
    check(lines, || cx.adopt(1));
    check(lines, || cx.try_defer(|| ()));
    check(lines, || cx.boxed(1));
    check(lines, || cx.try_boxed_with(|| 1));
    check(lines, || keep_with(&cx, 1));
    let mut list = cx.vec();
    check(lines, || list.push(1));
    check(lines, || list.extend(0..9));
    check(lines, || list.try_reserve_exact(100));
    let mut text = cx.string();
    check(lines, || text.push_str("to be"));
    check(lines, || text.try_push_str(" or not to be"));
}

/// Runs a test of this file in a process of its own, with what it does only there, and returns its standard error.
fn in_a_child(test: &str) -> Option<String> {
    if env::var_os("MEMSCOPE_CHILD").is_some() {
        return None;
    }
    let output = Command::new(env::current_exe().unwrap())
        .args([test, "--exact", "--nocapture", "--include-ignored"])
        .env("MEMSCOPE_CHILD", "1")
        .output()
        .unwrap();
    assert!(!output.status.success(), "{test} was not caught");
    Some(String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn cx10_by_default_a_fault_ends_the_process() {
    let Some(errors) = in_a_child("cx10_by_default_a_fault_ends_the_process") else {
        let source = Checked::new(Heap);
        return row(&source, |cx| {
            let start = cx.alloc_layout(Layout::new::<[u8; 5]>());
            // SAFETY: as above.
            unsafe { start.add(5).write(0) };
        });
    };
    assert!(
        errors.contains("memscope: scope `row`") && errors.contains("written to 0 bytes behind its end"),
        "{errors}"
    );
}

#[cfg(feature = "checked")]
#[test]
fn cx10_with_the_feature_every_scope_is_checked() {
    let Some(errors) = in_a_child("cx10_with_the_feature_every_scope_is_checked") else {
        scope!(cx, name = "plain");
        scope!(tmp in cx);
        let start = tmp.alloc_layout(Layout::new::<[u8; 5]>());
        // SAFETY: as above.
        unsafe { start.sub(1).write(0x11) };
        return;
    };
    assert!(errors.contains("memscope: scope `tmp`") && errors.contains("1 bytes in front"), "{errors}");
    assert!(errors.contains(&format!(", allocated at {}:{}, was", file!(), line!() - 6)), "{errors}");
}

/// Passes on; refuses from the `n`-th request on.
struct Few(Checked<Heap>, Cell<usize>);

// SAFETY: passed on.
unsafe impl Source for Few {
    fn get(&self, request: Request) -> Option<NonNull<[u8]>> {
        self.1.set(self.1.get().checked_sub(1)?);
        self.0.get(request)
    }

    unsafe fn put(&self, block: NonNull<u8>, layout: Layout) {
        // SAFETY: passed on.
        unsafe { self.0.put(block, layout) }
    }

    fn sees_objects(&self) -> bool {
        true
    }

    fn may_free(&self, free: &Free) -> Option<bool> {
        self.0.may_free(free)
    }
}

#[test]
fn cx10_over_a_source_that_refuses() {
    let fill = |source: &Checked<Failing<Heap>>| {
        let complete = row(source, |cx| {
            let mut list = cx.vec();
            let complete = (0..100_u64).all(|n| list.try_push(n).is_ok() && cx.try_alloc(n).is_ok());
            assert!(list.iter().copied().eq(0..list.len() as u64));
            complete
        });
        source.flush();
        assert_eq!((source.live(), source.reports().len()), (0, 0));
        complete
    };
    assert!((0..20).all(|n| !fill(&Checked::collecting(Failing::from(Heap, n)))));
    assert!(fill(&Checked::collecting(Failing::from(Heap, 1000))));
    let half = NonZeroU64::new(2).unwrap();
    assert!((0..20).all(|seed| !fill(&Checked::collecting(Failing::one_in(Heap, half, seed)))));
}

#[test]
fn cx10_under_a_source_that_refuses() {
    for n in 0..50 {
        let source = Few(Checked::new(Heap), n.into());
        row(&source, |cx| {
            let mut list = cx.vec();
            while list.try_push(7_u64).is_ok() && list.len() < 1000 {}
            assert!(list.iter().all(|n| *n == 7));
        });
        assert_eq!(source.0.live(), 0);
    }
}
