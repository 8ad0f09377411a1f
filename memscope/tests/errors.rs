//! When there is no memory: what is reported, and what stays intact.

mod common;

use std::alloc::Layout;
use std::cell::Cell;
use std::fmt::{self, Write};
use std::io;
use std::panic::{self, Location};
use std::sync::Once;

use common::{Blocks, Log, balanced, measure, panic_text, with_chunks, without_heap};
use memscope::source::{Checked, Heap};
use memscope::{AllocError, Cause, Kept, MemCx, Zeroable, keep, keep_with, scope};

#[test]
fn er02_the_error_is_copy_and_small() {
    fn is_error<E: Copy + Send + Sync + std::error::Error + 'static>() {}
    is_error::<AllocError>();
    assert_eq!(size_of::<AllocError>(), 24);
}

/// Text on the stack.
struct Line {
    bytes: [u8; 160],
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

#[test]
fn er02_making_passing_and_formatting_it_needs_no_memory() {
    fn fails(cx: MemCx<'_>) -> Result<u64, AllocError> {
        Ok(*cx.try_alloc(1_u64)?)
    }
    memscope::trim();
    let mut line = Line { bytes: [0; 160], len: 0 };
    let ((), used) = measure(|| {
        without_heap(|| {
            scope!(cx, name = "dry");
            let error = fails(cx).unwrap_err();
            let copy = error;
            write!(line, "{error}; {}", copy.cause() == Cause::OutOfMemory).unwrap();
        });
    });
    assert_eq!(used, common::Usage::default());
    assert_eq!(
        str::from_utf8(&line.bytes[..line.len]).unwrap(),
        "scope `dry` cannot allocate 8 bytes (align 8): out of memory; true"
    );
}

#[test]
fn er02_it_says_what_was_asked_of_whom_and_where() {
    scope!(cx, name = "asked", limit = 10);
    let layout = Layout::from_size_align(100, 32).unwrap();
    let (error, line) = (cx.try_alloc_layout(layout).unwrap_err(), line!() - 2);
    assert_eq!((error.size(), error.align(), error.scope()), (100, 32, "asked"));
    assert_eq!((error.place(), error.cause()), ((file!(), line), Cause::Limit));
    assert_eq!(
        error.to_string(),
        "scope `asked` cannot allocate 100 bytes (align 32): it would exceed its limit of 10 bytes, of which 0 are used"
    );
    assert!(io::Error::other(error).to_string().contains("`asked`"));
}

/// Every fallible function with a request of some size: whether it failed as it should.
fn each_fails(cx: MemCx<'_>) {
    let errors = [
        cx.try_alloc([0_u64; 2]).map(drop),
        cx.try_alloc_with(|| -> u64 { unreachable!("not called") }).map(drop),
        cx.try_alloc_default::<u64>().map(drop),
        cx.try_alloc_zeroed::<u64>().map(drop),
        cx.try_alloc_uninit::<u64>().map(drop),
        cx.try_alloc_slice_copy(&[1, 2]).map(drop),
        cx.try_alloc_slice_clone(&[1, 2]).map(drop),
        cx.try_alloc_slice_fill_with(2, |_| -> u64 { unreachable!("not called") }).map(drop),
        cx.try_alloc_slice_default::<u64>(2).map(drop),
        cx.try_alloc_uninit_slice::<u64>(2).map(drop),
        cx.try_alloc_iter(0..2).map(drop),
        cx.try_alloc_iter_exact(0..2).map(drop),
        cx.try_alloc_str("text").map(drop),
        cx.try_alloc_cstr(c"text").map(drop),
        cx.try_alloc_fmt(format_args!("{}", 12)).map(drop),
        cx.try_alloc_layout(Layout::new::<u64>()).map(drop),
        cx.try_boxed(1_u64).map(drop),
        cx.try_boxed_with(|| -> u64 { unreachable!("not called") }).map(drop),
        cx.try_boxed_uninit_slice::<u64>(2).map(drop),
        cx.try_grow(cx.boxed_uninit_slice::<u64>(0), 2).map(drop).map_err(|(error, _)| error),
        cx.try_adopt(1_u64).map(drop),
        cx.try_defer(|| unreachable!("not called")).map(drop),
    ];
    for (n, result) in errors.into_iter().enumerate() {
        let error = result.expect_err(&format!("function {n}"));
        assert!(matches!(error.cause(), Cause::OutOfMemory | Cause::Limit), "{error:?}");
        assert_eq!(error.scope(), "cx");
    }
    cx.try_alloc(()).expect("no memory is needed for nothing");
}

#[test]
fn pg06_every_fallible_twin_reports_that_the_heap_is_empty() {
    balanced(|| {
        with_chunks(0, || {
            scope!(cx);
            each_fails(cx);
        });
        scope!(cx);
        with_chunks(0, || each_fails(cx));
        assert_eq!(*cx.alloc(1), 1, "and serves again when there is memory");
    });
}

#[test]
fn pg06_every_fallible_twin_reports_a_limit() {
    balanced(|| {
        scope!(cx, limit = 0);
        each_fails(cx);
        scope!(outer, limit = 100);
        let kept = outer.alloc([1_u8; 96]);
        scope!(cx in outer, limit = 0);
        each_fails(cx);
        assert_eq!(kept, &[1; 96]);
    });
}

#[test]
fn pg06_the_plain_functions_panic_with_the_errors_text() {
    let text = "scope `cx` cannot allocate 8 bytes (align 8): out of memory";
    balanced(|| {
        with_chunks(0, || {
            scope!(cx);
            assert_eq!(panic_text(|| cx.alloc(1_u64)), text);
            assert_eq!(panic_text(|| cx.alloc_with(|| 1_u64)), text);
            assert_eq!(panic_text(|| cx.alloc_default::<u64>()), text);
            assert_eq!(panic_text(|| cx.alloc_zeroed::<u64>()), text);
            assert_eq!(panic_text(|| cx.alloc_uninit::<u64>()), text);
            assert_eq!(panic_text(|| cx.alloc_slice_copy(&[1_u64])), text);
            assert_eq!(panic_text(|| cx.alloc_slice_clone(&[1_u64])), text);
            assert_eq!(panic_text(|| cx.alloc_slice_fill_with(1, |_| 1_u64)), text);
            assert_eq!(panic_text(|| cx.alloc_slice_default::<u64>(1)), text);
            assert_eq!(panic_text(|| cx.alloc_uninit_slice::<u64>(1)), text);
            assert_eq!(panic_text(|| cx.alloc_iter([1_u64])), text);
            assert_eq!(panic_text(|| cx.alloc_iter_exact([1_u64])), text);
            assert_eq!(panic_text(|| cx.alloc_layout(Layout::new::<u64>())), text);
            assert_eq!(panic_text(|| cx.boxed(1_u64)), text);
            assert_eq!(panic_text(|| cx.boxed_with(|| 1_u64)), text);
            assert_eq!(panic_text(|| cx.boxed_uninit_slice::<u64>(1)), text);
            assert_eq!(panic_text(|| cx.grow(cx.boxed_uninit_slice::<u64>(0), 1)), text);
            for text in [
                panic_text(|| cx.alloc_str("text")),
                panic_text(|| cx.alloc_cstr(c"text")),
                panic_text(|| cx.alloc_fmt(format_args!("{}", 12))),
                panic_text(|| cx.adopt(1_u64)),
                panic_text(|| cx.defer(|| ())),
            ] {
                assert!(text.starts_with("scope `cx` cannot allocate"), "{text}");
            }
        });
    });
}

#[test]
fn pg06_what_cannot_be_placed_is_dropped_at_once() {
    let log = Log::default();
    balanced(|| {
        with_chunks(0, || {
            scope!(cx);
            assert!(cx.try_adopt(log.loud(1)).is_err());
            assert_eq!(log.take(), [1]);
            assert!(cx.try_boxed(log.loud(2)).is_err());
            assert_eq!(log.take(), [2]);
            let held = log.loud(3);
            assert!(cx.try_defer(move || drop(held)).is_err());
            assert_eq!(log.take(), [3]);
        });
    });
}

/// The text of a panic that `f` must raise, at the line that calls both this and what panics.
#[track_caller]
fn panic_here<R>(f: impl FnOnce() -> R) -> String {
    static NOTED: Once = Once::new();
    thread_local! { static LINE: Cell<Option<u32>> = const { Cell::new(None) } }
    NOTED.call_once(|| {
        let print = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            LINE.set(info.location().filter(|at| at.file() == file!()).map(Location::line));
            print(info);
        }));
    });
    let text = panic_text(f);
    assert_eq!(LINE.get(), Some(Location::caller().line()), "{text}");
    text
}

/// What a plain function does where there is no memory: a panic with the error's text at the caller's line, and nothing else.
#[track_caller]
fn refused<R>(cx: MemCx<'_>, f: impl FnOnce() -> R) {
    #[cfg(feature = "stats")]
    let before = cx.stats();
    let text = panic_here(f);
    assert!(text.contains("` cannot allocate "), "{text}");
    #[cfg(feature = "stats")]
    assert_eq!(cx.stats(), before);
    let word = cx.boxed(7_u64);
    assert_eq!(*word, 7, "what is smaller has room");
    cx.free(word);
}

/// Leaves room for one word.
fn fill(cx: MemCx<'_>) {
    let mut last = cx.boxed(0_u64);
    while let Ok(next) = cx.try_boxed(0_u64) {
        last = next;
    }
    cx.free(last);
}

#[rustfmt::skip]
fn each_is_refused<T: Copy + Default + Zeroable>(cx: MemCx<'_>, log: &Log) {
    let value = T::default();
    refused(cx, || cx.alloc(value));
    refused(cx, || cx.alloc_with(|| -> T { unreachable!("not called") }));
    refused(cx, || cx.alloc_default::<T>());
    refused(cx, || cx.alloc_zeroed::<T>());
    refused(cx, || cx.alloc_uninit::<T>());
    refused(cx, || cx.boxed(value));
    refused(cx, || cx.boxed_with(|| -> T { unreachable!("not called") }));
    refused(cx, || cx.alloc_slice_copy(&[value; 2]));
    refused(cx, || cx.alloc_slice_clone(&[value; 2]));
    refused(cx, || cx.alloc_slice_fill_with(2, |_| -> T { unreachable!("not called") }));
    refused(cx, || cx.alloc_slice_default::<T>(2));
    refused(cx, || cx.alloc_uninit_slice::<T>(2));
    refused(cx, || cx.alloc_uninit_slice::<T>(usize::MAX));
    refused(cx, || cx.alloc_layout(Layout::new::<T>()));
    refused(cx, || keep_with(&cx, value));
    refused(cx, || keep!(value, with = cx));
    // And what came with the request is dropped, once.
    refused(cx, || cx.boxed((log.loud(1), value)));
    let held = log.loud(2);
    refused(cx, || cx.boxed_with(move || (held, value)));
    let held = log.loud(3);
    refused(cx, || cx.alloc_with(move || (&held, value).1));
    let held = log.loud(4);
    refused(cx, || cx.alloc_slice_fill_with(2, move |_| (&held, value).1));
    assert!(cx.try_boxed((log.loud(5), value)).is_err());
    let held = log.loud(6);
    assert!(cx.try_boxed_with(move || (held, value)).is_err());
    assert_eq!(log.take(), [1, 2, 3, 4, 5, 6]);
}

fn all_are_refused(cx: MemCx<'_>) {
    let log = Log::default();
    fill(cx);
    refused(cx, || cx.alloc_str("longer than a word"));
    refused(cx, || cx.alloc_bytes(b"longer than a word"));
    refused(cx, || cx.alloc_cstr(c"longer than a word"));
    refused(cx, || cx.boxed(log.loud(0)));
    assert_eq!(log.take(), [0]);
    each_is_refused::<[u64; 2]>(cx, &log);
    each_is_refused::<[u64; 3]>(cx, &log);
    each_is_refused::<[u8; 19]>(cx, &log);
    each_is_refused::<[u64; 4]>(cx, &log);
    each_is_refused::<u128>(cx, &log);
    each_is_refused::<[[u64; 32]; 32]>(cx, &log);
}

#[test]
fn pg06_a_plain_function_panics_at_the_callers_line_and_changes_nothing() {
    balanced(|| {
        scope!(cx, limit = 1000);
        all_are_refused(cx);
    });
    balanced(|| {
        scope!(outer, limit = 1000);
        outer.alloc(1_u8);
        scope!(cx in outer);
        all_are_refused(cx);
    });
    balanced(|| {
        scope!(cx, inline = 256, limit = 1000, recycle);
        all_are_refused(cx);
    });
    balanced(|| {
        let source = Checked::collecting(Heap);
        scope!(cx, from = &source, limit = 1000);
        all_are_refused(cx);
    });
    // With the feature `checked` each value is a request to the heap.
    if !cfg!(feature = "checked") {
        balanced(|| {
            scope!(cx);
            cx.alloc(1_u8);
            with_chunks(0, || all_are_refused(cx));
        });
    }
}

#[test]
fn kp05_an_owner_panics_at_the_callers_line() {
    let kept = Kept::<&u64>::new(|cx| cx.alloc(1));
    // Of what is asked for here, the test's heap refuses what is aligned as chunks are.
    let text = with_chunks(0, || panic_here(|| kept.keep(1_u128)));
    assert!(text.ends_with("(align 16): out of memory"), "{text}");
    assert!(with_chunks(0, || kept.try_keep(1_u128).is_err()));
    assert_eq!((*kept.keep(2_u128), kept.with(|root| **root)), (2, 1));
}

/// What the slow path copied is what is used afterwards: Miri sees if it is not.
#[test]
fn pg06_references_and_owners_move_through_the_slow_path() {
    fn first<R>(f: impl FnOnce(MemCx<'_>) -> R) -> R {
        memscope::trim();
        scope!(cx);
        f(cx)
    }
    let mut number = 1;
    first(|cx| **cx.alloc(&mut number) += 1);
    first(|cx| *cx.alloc((&mut number, 1_u8)).0 += 1);
    first(|cx| **cx.boxed(&mut number) += 1);
    first(|cx| *cx.try_boxed([&mut number]).unwrap()[0] += 1);
    first(|cx| **keep_with(&cx, &mut number) += 1);
    assert_eq!(number, 6);
    first(|cx| {
        let mut boxed = cx.boxed(Box::new(1));
        **boxed += 1;
        assert_eq!(**boxed, 2);
    });
}

/// A bit of everything, until something fails; `blocks` and `log` witness what was made.
fn workload(cx: MemCx<'_>, blocks: &mut Blocks, log: &Log) -> Result<(), AllocError> {
    for n in 0..60_usize {
        let layout = Layout::from_size_align(n * n + 1, 1 << (n % 7)).unwrap();
        blocks.add(cx.try_alloc_layout(layout)?, layout);
        if n % 10 == 3 {
            cx.try_adopt(log.loud(n as u32))?;
            let huge = Layout::from_size_align(20_000, 8).unwrap();
            blocks.add(cx.try_alloc_layout(huge)?, huge);
        }
        let text = cx.try_alloc_fmt(format_args!("{n:>width$}", width = n * 20))?;
        assert_eq!(text.trim_start(), n.to_string());
        assert!(cx.try_alloc_iter((0..n).filter(|k| k % 3 != 1))?.len() <= n);
        scope!(tmp in cx);
        blocks.check();
        tmp.try_alloc_slice_default::<u32>(n * 10)?;
        blocks.add(cx.try_alloc_layout(layout)?, layout);
        tmp.try_adopt(log.loud(100))?;
    }
    Ok(())
}

#[test]
fn pg06_out_of_memory_at_every_request_in_turn() {
    let log = Log::default();
    let mut chunks = 0;
    loop {
        let failed = balanced(|| {
            let mut blocks = Blocks::default();
            scope!(cx);
            blocks.add(cx.alloc_layout(Layout::new::<[u64; 9]>()), Layout::new::<[u64; 9]>());
            let result = with_chunks(chunks, || workload(cx, &mut blocks, &log));
            blocks.check();
            // What failed for want of memory works as soon as there is some.
            let again = Layout::from_size_align(3000, 64).unwrap();
            blocks.add(cx.alloc_layout(again), again);
            blocks.check();
            result.map_err(|error| assert_eq!(error.cause(), Cause::OutOfMemory)).is_err()
        });
        let outer: Vec<_> = log.take().into_iter().filter(|id| *id != 100).collect();
        assert!(outer.is_sorted_by(|a, b| a > b), "{outer:?}");
        if !failed {
            break;
        }
        // With the feature `checked` each object is a chunk.
        chunks += if cfg!(feature = "checked") { 7 } else { 1 };
    }
    assert!(chunks > 5, "the workload asks for many chunks: {chunks}");
}

#[cfg_attr(feature = "checked", ignore = "about chunks")]
#[test]
fn pg06_a_formatting_error_is_told_from_an_allocation_error() {
    struct Grumpy;
    impl fmt::Display for Grumpy {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("written, then ")?;
            Err(fmt::Error)
        }
    }
    scope!(cx);
    let before = cx.alloc_str("before");
    let error = cx.try_alloc_fmt(format_args!("{Grumpy}")).unwrap_err();
    assert_eq!((error.cause(), error.scope()), (Cause::Format, "cx"));
    assert!(panic_text(|| cx.alloc_fmt(format_args!("{Grumpy}"))).contains("formatting"));
    assert_eq!(cx.alloc_str("x").as_ptr(), before.as_bytes().as_ptr_range().end, "what was written is given back");
}
