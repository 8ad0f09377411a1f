//! The ambient scope: innermost wins, restored on every road, whatever order scopes end in.

mod common;

use std::cell::{Cell, RefCell};
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::process::Command;
use std::thread;

use common::{balanced, measure, poll, turn};
use memscope::__private as p;
use memscope::{current, current_or_new, scope};

/// `scope!(cx, ambient)`, by hand.
macro_rules! ambient {
    ($cx:ident) => {
        scope!($cx);
        let ambient = p::Ambient::new($cx);
        // SAFETY: a local of the same function or future, not named again; the scope has no parent and no source.
        unsafe { ambient.declare() };
    };
}

/// The name of the ambient scope.
fn name() -> Option<&'static str> {
    current(|cx| cx.name())
}

type Task = Pin<Box<dyn Future<Output = ()>>>;

#[test]
fn pg03_the_innermost_ambient_scope_is_current() {
    assert_eq!(name(), None);
    ambient!(outer);
    assert_eq!(name(), Some("outer"));
    scope!(plain in outer);
    assert_eq!((plain.name(), name()), ("plain", Some("outer")));
    {
        ambient!(inner);
        assert_eq!((inner.name(), name()), ("inner", Some("inner")));
        thread::spawn(|| assert_eq!(name(), None)).join().unwrap();
    }
    assert_eq!(name(), Some("outer"));
}

#[test]
fn pg03_restored_on_every_road_out() {
    fn returns() -> Option<u32> {
        ambient!(cx);
        assert_eq!(name(), Some(cx.name()));
        None?;
        unreachable!()
    }
    ambient!(outer);
    assert_eq!((returns(), name()), (None, Some("outer")));
    for i in 0..4 {
        ambient!(round);
        assert_eq!(name(), Some(round.name()));
        if i == 1 {
            continue;
        }
        if i == 3 {
            break;
        }
    }
    assert_eq!(name(), Some("outer"));
    let panicked = catch_unwind(|| {
        ambient!(fails);
        current(|cx| panic!("in {} in {}", cx.name(), fails.name()))
    });
    assert_eq!(*panicked.unwrap_err().downcast::<String>().unwrap(), "in fails in fails");
    // The scope is not in use any more either.
    assert_eq!((outer.name(), name()), ("outer", Some("outer")));
}

#[test]
fn pg03_what_is_allocated_stays_until_the_scope_ends() {
    thread_local!(static ENDED: Cell<u32> = const { Cell::new(0) });
    {
        ambient!(cx);
        let own = cx.alloc([1_u64; 100]);
        let sum = current(|cx| {
            cx.defer(|| ENDED.set(ENDED.get() + 1));
            // The same scope by two handles, and scopes in it by either.
            scope!(tmp in cx);
            let numbers = tmp.alloc_slice_copy(&[1_u64, 2, 3]);
            let nested = current(|cx| *cx.alloc_slice_copy(&[4_u64; 2000]).last().unwrap());
            numbers.iter().sum::<u64>() + nested.unwrap()
        });
        assert_eq!(sum, Some(10));
        assert_eq!((ENDED.get(), own), (0, &mut [1; 100]));
    }
    assert_eq!(ENDED.get(), 1);
}

#[test]
fn pg03_without_one_there_is_a_new_scope() {
    balanced(|| {
        assert_eq!(current_or_new(|cx| cx.name()), "with_scope");
        ambient!(outer);
        assert_eq!(current_or_new(|cx| cx.name()), outer.name());
    });
}

/// Whoever opened last is current, until it ends; the order of the ends does not matter.
#[test]
fn pg03_interleaved_futures() {
    async fn task(turns: usize) {
        ambient!(cx);
        let mine = cx.alloc(turns);
        for _ in 0..turns {
            current(|cx| drop(cx.boxed([0_u8; 300]))).unwrap();
            turn().await;
        }
        assert_eq!(*mine, turns);
    }
    ambient!(outer);
    for turns in [[1, 3], [3, 1], [2, 2]] {
        let mut tasks: Vec<Option<Task>> = turns.map(|n| Some(Box::pin(task(n)) as Task)).into();
        while tasks.iter().any(Option::is_some) {
            for task in &mut tasks {
                if task.as_mut().is_some_and(poll) {
                    *task = None;
                }
            }
            let open = tasks.iter().flatten().count();
            assert_eq!(name(), Some(if open == 0 { outer.name() } else { "cx" }));
        }
    }
}

/// A future that is dropped in the middle takes its node out; one that is forgotten leaves a scope that can be used.
#[test]
fn pg03_futures_that_are_dropped_or_forgotten() {
    async fn waits(rounds: usize) {
        ambient!(cx);
        for _ in 0..rounds {
            cx.alloc([0_u8; 64]);
            turn().await;
        }
    }
    // A thread of its own, since what is forgotten stays ambient.
    thread::spawn(|| {
        let mut tasks: Vec<Task> = (0..5).map(|_| Box::pin(waits(9)) as Task).collect();
        for task in &mut tasks {
            assert!(!poll(task));
        }
        for at in [2, 0, 2] {
            drop(tasks.remove(at));
            assert_eq!(name(), Some("cx"));
        }
        tasks.into_iter().for_each(std::mem::forget);
        for _ in 0..1000 {
            current(|cx| cx.alloc([7_u8; 100])[99]).unwrap();
        }
        ambient!(later);
        assert_eq!(name(), Some(later.name()));
    })
    .join()
    .unwrap();
}

/// At a thread's end, futures in thread-locals still open and leave ambient scopes.
#[test]
fn pg03_while_thread_locals_end() {
    struct Last(Option<Task>);
    impl Drop for Last {
        fn drop(&mut self) {
            assert_eq!(name(), Some("kept"));
            self.0 = None;
            assert_eq!(name(), None);
            ambient!(late);
            assert_eq!(name(), Some(late.name()));
        }
    }
    thread_local!(static LAST: RefCell<Last> = const { RefCell::new(Last(None)) });
    thread::spawn(|| {
        let mut task: Task = Box::pin(async {
            ambient!(kept);
            let text = kept.alloc_str("kept");
            turn().await;
            unreachable!("{text}");
        });
        assert!(!poll(&mut task));
        LAST.with_borrow_mut(|last| last.0 = Some(task));
    })
    .join()
    .unwrap();
}

/// A scope that is not ambient does not pay for those that are.
#[test]
fn pg03_needs_no_memory() {
    scope!(warm);
    warm.alloc(1);
    let ((), usage) = measure(|| {
        let node = p::Ambient::new(warm);
        // SAFETY: a local, not named again; the scope has no parent and no source.
        unsafe { node.declare() };
        assert_eq!(name(), Some("warm"));
    });
    assert_eq!(usage.requests, 0);
}

/// The control: ending a scope that is in use ends the process, also where a panic would be caught.
#[test]
fn pg03_a_scope_that_ends_in_use_ends_the_process() {
    const CHILD: &str = "MEMSCOPE_TEST_ENDS_IN_USE";
    thread_local!(static TASK: RefCell<Option<Task>> = const { RefCell::new(None) });
    if std::env::var_os(CHILD).is_some() {
        let mut task: Task = Box::pin(async {
            ambient!(cx);
            turn().await;
            cx.alloc(1);
        });
        assert!(!poll(&mut task));
        TASK.set(Some(task));
        current(|cx| {
            let ended = catch_unwind(AssertUnwindSafe(|| drop(TASK.take())));
            println!("went on: {ended:?} {}", cx.alloc(1));
        });
        return;
    }
    let test = "pg03_a_scope_that_ends_in_use_ends_the_process";
    let program = std::env::current_exe().unwrap();
    let output = Command::new(program).args([test, "--exact", "--nocapture"]).env(CHILD, "1").output().unwrap();
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(!output.status.success() && !out.contains("went on"), "{out}");
    assert!(err.contains("an ambient scope ended while `current` was at work in it"), "{err}");
}

#[test]
fn pg03_by_the_header() {
    #[memscope::scoped(cx, ambient, limit = 4096)]
    fn inner() -> Option<&'static str> {
        let _ = cx;
        current(|cx| cx.name())
    }
    assert_eq!(current(|cx| cx.name()), None);
    {
        memscope::scope!(outer, ambient, inline = 256);
        assert_eq!((inner(), current(|cx| cx.name())), (Some("cx"), Some(outer.name())));
    }
    let in_a_block = memscope::scope!(block, ambient, recycle => { current(|cx| cx.name()) == Some(block.name()) });
    assert!(in_a_block && current(|cx| cx.name()).is_none());
}
