//! The ends of threads and of the process: nothing leaks, nothing dangles.
#![cfg(not(feature = "checked"))] // the tests count chunks

mod common;

use std::cell::{OnceCell, RefCell};
use std::ffi::c_int;
use std::process::{Command, abort};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::mpsc;
use std::{env, thread};

use common::{Ledger, Log};
use memscope::{Kept, current, scope, trim, with_scope};

/// Fills scopes of several kinds, and owners, and frees them.
fn exercise() {
    scope!(cx);
    let numbers = cx.alloc_iter(0..10_000_u32);
    let kept = Kept::<&'static str>::new(|own| &*own.alloc_str("kept"));
    {
        scope!(tmp in cx);
        assert!(tmp.alloc_slice_copy(numbers).iter().copied().eq(0..10_000));
        assert_eq!(kept.into_scope(tmp), "kept");
    }
    scope!(limited, limit = 5000);
    assert!(limited.try_alloc_slice_default::<u8>(6000).is_err());
    assert_eq!(with_scope(|cx| cx.alloc_str("text").len()), 4);
    scope!(at_hand, ambient);
    assert!(current(|cx| cx.name() == at_hand.name()).is_some_and(|same| same));
}

static DESTRUCTORS: AtomicUsize = AtomicUsize::new(0);

/// Uses scopes when its thread ends.
struct Late(Option<Kept<&'static [u32]>>);

impl Late {
    fn new() -> Self {
        Self(Some(Kept::new(|cx| &*cx.alloc_iter(0..5000))))
    }
}

impl Drop for Late {
    fn drop(&mut self) {
        exercise();
        assert!(self.0.take().unwrap().iter().copied().eq(0..5000));
        exercise();
        DESTRUCTORS.fetch_add(1, Relaxed);
    }
}

thread_local! {
    static FIRST: OnceCell<Late> = const { OnceCell::new() };
    static SECOND: OnceCell<Late> = const { OnceCell::new() };
    static OWNERS: RefCell<Vec<Kept<&'static str>>> = const { RefCell::new(Vec::new()) };
}

#[test]
fn cx05_destructors_of_thread_locals_before_and_after_that_of_the_cache() {
    static LEDGER: Ledger = Ledger::new();
    let before = DESTRUCTORS.load(Relaxed);
    thread::spawn(|| {
        LEDGER.watch();
        // What is registered first ends last, when the cache is gone.
        FIRST.with(|first| {
            let owner = thread::spawn(Late::new).join().unwrap(); // opens no scope here
            first.set(owner).ok().unwrap();
        });
        exercise();
        SECOND.with(|second| second.set(Late::new()).ok().unwrap());
        exercise();
    })
    .join()
    .unwrap();
    assert_eq!(DESTRUCTORS.load(Relaxed) - before, 2);
    // The owner's chunk came from a thread that was not watched, so it may be less than nothing.
    assert!(LEDGER.bytes().cast_signed() <= 0, "{} bytes", LEDGER.bytes());
}

#[test]
fn kp05_owners_in_thread_locals() {
    static LEDGER: Ledger = Ledger::new();
    for first in [true, false] {
        thread::spawn(move || {
            LEDGER.watch();
            let keep = || OWNERS.with_borrow_mut(|owners| owners.push(Kept::new(|cx| &*cx.alloc_str("kept"))));
            if first {
                keep();
            }
            exercise();
            (0..100).for_each(|_| keep());
        })
        .join()
        .unwrap();
        assert_eq!(LEDGER.bytes(), 0);
    }
}

/// The control: what is not freed at a thread's end shows.
#[test]
fn cx05_a_leak_is_seen() {
    static LEDGER: Ledger = Ledger::new();
    let kept = thread::spawn(|| {
        LEDGER.watch();
        exercise();
        Kept::<&'static str>::new(|cx| &*cx.alloc_str("kept"))
    });
    let kept = kept.join().unwrap();
    assert!(LEDGER.bytes() > 0);
    thread::spawn(move || {
        LEDGER.watch();
        drop(kept);
    })
    .join()
    .unwrap();
    assert_eq!(LEDGER.bytes(), 0);
}

#[test]
fn kp05_an_owner_outlives_the_thread_that_made_it() {
    static LEDGER: Ledger = Ledger::new();
    let log = Log::default();
    let kept = {
        let log = log.clone();
        thread::spawn(move || {
            LEDGER.watch();
            Kept::<&'static str>::new(|cx| {
                cx.adopt(log.loud(1));
                &*cx.alloc_fmt(format_args!("of {:?}", "a thread that is gone"))
            })
        })
        .join()
        .unwrap()
    };
    let mut kept = kept.into_arc();
    for _ in 0..5 {
        kept = thread::spawn(move || {
            LEDGER.watch();
            kept.keep(7);
            assert_eq!(&**kept, "of \"a thread that is gone\"");
            kept
        })
        .join()
        .unwrap();
    }
    assert_eq!(log.take(), []);
    thread::spawn(move || {
        LEDGER.watch();
        drop(kept);
    })
    .join()
    .unwrap();
    assert_eq!((log.take(), LEDGER.bytes()), (vec![1], 0));
}

#[test]
fn cx05_a_detached_thread_outlives_the_scope_in_which_it_began() {
    static LEDGER: Ledger = Ledger::new();
    let (go, wait) = mpsc::channel::<Kept<&'static str>>();
    let (done, ended) = mpsc::channel();
    let detached = {
        scope!(cx);
        let name = cx.alloc_str("detached");
        thread::Builder::new()
            .name(name.to_owned())
            .spawn(move || {
                LEDGER.watch();
                scope!(own);
                let before = own.alloc_slice_copy(&[7_u8; 5000]);
                let kept = wait.recv().unwrap().into_scope(own); // when the other scope is gone
                done.send((before.len(), kept.len())).unwrap();
            })
            .unwrap()
    };
    {
        scope!(cx); // in the memory that the first one had
        cx.alloc_slice_default::<u8>(5000);
    }
    go.send(Kept::new(|cx| &*cx.alloc_str("late"))).unwrap();
    assert_eq!(ended.recv().unwrap(), (5000, 4));
    detached.join().unwrap();
    trim();
}

#[test]
fn pg09_many_short_threads() {
    static LEDGER: Ledger = Ledger::new();
    for _ in 0..100 {
        let threads: Vec<_> = (0..4)
            .map(|_| {
                thread::spawn(|| {
                    LEDGER.watch();
                    exercise();
                })
            })
            .collect();
        threads.into_iter().for_each(|thread| thread.join().unwrap());
        assert_eq!(LEDGER.bytes(), 0);
    }
}

/// The main thread's own end, in a process of its own: this test is run there once more.
#[test]
fn cx05_the_end_of_the_process() {
    const CHILD: &str = "MEMSCOPE_TEST_CHILD";
    unsafe extern "C" {
        fn atexit(call: extern "C" fn()) -> c_int;
    }
    extern "C" fn last() {
        exercise();
        println!("scopes at exit: {}", DESTRUCTORS.load(Relaxed));
    }
    /// A thread that is still at work in a scope while the process ends.
    fn detached() {
        let (started, start) = mpsc::channel();
        thread::spawn(move || {
            scope!(cx);
            let kept = cx.alloc_slice_default::<u64>(1000);
            started.send(()).unwrap();
            loop {
                exercise();
                kept[0] += 1;
            }
        });
        start.recv().unwrap();
    }
    if env::var_os(CHILD).is_some() {
        FIRST.with(|first| first.set(Late::new()).ok().unwrap());
        exercise();
        detached();
        // SAFETY: `last` does not unwind: a panic in it ends the process, with another code.
        if unsafe { atexit(last) } != 0 {
            abort();
        }
        std::process::exit(0);
    }
    let child = Command::new(env::current_exe().unwrap())
        .args(["--exact", "cx05_the_end_of_the_process", "--nocapture", "--test-threads=1"])
        .env(CHILD, "1")
        .output()
        .unwrap();
    let out = String::from_utf8_lossy(&child.stdout);
    assert!(child.status.success() && out.contains("scopes at exit: "), "{child:?}");
}
