//! Scopes on several threads: each thread its own, and what an outer scope holds is read by all.
#![cfg(not(feature = "checked"))] // the tests count chunks

mod common;

use std::collections::BTreeMap;
use std::ffi::CStr;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Barrier, Mutex, mpsc};
use std::thread;

use common::{Ledger, Log};
use memscope::{CopyIn, Covariant, Keepable, Kept, KeptArc, MemBox, MemCx, scope, scoped, unsize, vec_in};

const WORKERS: usize = 4;

/// Runs each `f` on a thread of its own, whose chunks are counted, and checks that nothing is left of them.
///
/// `thread::scope` itself waits for the closures, but not for the destructors of thread-locals, as `join` does.
fn all<F: FnOnce() + Send>(ledger: &'static Ledger, works: impl IntoIterator<Item = F>) {
    thread::scope(|threads| {
        let spawn = |work: F| {
            threads.spawn(move || {
                ledger.watch();
                work();
            })
        };
        let threads: Vec<_> = works.into_iter().map(spawn).collect();
        threads.into_iter().for_each(|thread| thread.join().unwrap());
    });
    assert_eq!(ledger.bytes(), 0);
}

fn workers(ledger: &'static Ledger, f: impl Fn(usize) + Sync) {
    let f = &f;
    all(ledger, (0..WORKERS).map(|n| move || f(n)));
}

#[test]
fn cx05_each_worker_has_scopes_of_its_own() {
    static LEDGER: Ledger = Ledger::new();
    #[scoped(tmp in cx)]
    fn lines<'cx>(cx: MemCx<'cx>, n: usize) -> &'cx [&'cx str] {
        let numbers = tmp.alloc_iter(0..n);
        cx.alloc_iter(numbers.iter().map(|n| &*cx.alloc_fmt(format_args!("line {n}"))))
    }
    let total = AtomicU64::new(0);
    workers(&LEDGER, |worker| {
        for round in 0..200 {
            scope!(cx);
            let lines = lines(cx, round);
            assert!(lines.iter().enumerate().all(|(n, line)| *line == format!("line {n}")));
            total.fetch_add((worker * lines.len()) as u64, Relaxed);
        }
    });
    assert_eq!(total.into_inner(), 6 * 19_900);
}

/// What is in a container is shared as a slice, a text, a reference: the container itself holds the handle.
#[test]
fn cx05_what_an_outer_scope_holds_is_read_by_all() {
    static LEDGER: Ledger = Ledger::new();
    #[derive(CopyIn)]
    struct Node<'cx> {
        name: &'cx str,
        next: Option<&'cx Node<'cx>>,
    }
    trait Shape: Sync {
        fn area(&self) -> u32;
    }
    impl Shape for u32 {
        fn area(&self) -> u32 {
            self * self
        }
    }
    scope!(cx);
    let value: &u64 = cx.alloc(41);
    let slice: &[u32] = cx.alloc_iter(0..1000);
    let text: &str = cx.alloc_fmt(format_args!("{:?}", slice));
    let c_text: &CStr = cx.alloc_cstr(c"c text");
    let list: &Node<'_> = cx.alloc(Node { name: "first", next: Some(cx.alloc(Node { name: "second", next: None })) });
    let boxed: MemBox<'_, Mutex<Vec<usize>>> = cx.boxed(Mutex::default());
    let shape: MemBox<'_, dyn Shape> = unsize!(cx.boxed(7_u32) => dyn Shape);
    let adopted: &AtomicU64 = cx.adopt(AtomicU64::new(0));
    let vec = vec_in![cx; "a", "b"];
    let vec: &[&str] = &vec;
    let mut string = cx.string();
    string.push_str("a string");
    let string: &str = &string;
    scope!(mut names: String);
    names.alloc(String::from("typed"));
    let name: &String = names.iter_mut().next().unwrap();
    workers(&LEDGER, |worker| {
        scope!(own);
        let copy: &[u32] = own.alloc_slice_copy(slice);
        assert_eq!((*value, copy, text.len(), c_text), (41, slice, 4890, c"c text"));
        let copy = list.copy_in(own);
        assert_eq!((copy.name, copy.next.unwrap().name), ("first", "second"));
        assert_eq!((shape.area(), vec, string, name.as_str()), (49, &["a", "b"][..], "a string", "typed"));
        boxed.lock().unwrap().push(worker);
        adopted.fetch_add(1, Relaxed);
    });
    assert_eq!(adopted.load(Relaxed), WORKERS as u64);
    let mut seen = MemBox::into_inner(boxed).into_inner().unwrap();
    seen.sort_unstable();
    assert_eq!(seen, [0, 1, 2, 3]);
}

#[cfg(feature = "hashbrown")]
#[test]
fn cx05_the_entries_of_a_map_are_shared() {
    static LEDGER: Ledger = Ledger::new();
    scope!(cx);
    let mut ages = memscope::MemMap::new_in(cx);
    ages.extend([("ada", 36), ("blaise", 39)]);
    let entries: &[(&&str, &i32)] = cx.alloc_iter(&ages);
    workers(&LEDGER, |_| assert_eq!(entries.iter().map(|(_, age)| **age).sum::<i32>(), 75));
}

/// Each thread fills a part of a slice of the outer scope.
#[test]
fn cx05_exclusive_parts_are_sent() {
    static LEDGER: Ledger = Ledger::new();
    scope!(cx);
    let slots = cx.alloc_slice_default::<usize>(1000);
    let mut boxes = Vec::from_iter((0..WORKERS).map(|n| cx.boxed(vec![n])));
    let parts = slots.chunks_mut(250).zip(&mut boxes).map(|(part, own)| {
        move || {
            scope!(tmp);
            let squares = tmp.alloc_iter((0..250).map(|n| n * n));
            part.copy_from_slice(squares);
            own.push(part.len());
        }
    });
    all(&LEDGER, parts);
    assert!(slots.iter().enumerate().all(|(n, slot)| *slot == (n % 250) * (n % 250)));
    assert!(boxes.iter().enumerate().all(|(n, own)| **own == [n, 250]));
}

/// The values of a box are dropped on whichever thread has the box; memory goes with its scope.
#[test]
fn kp01_a_box_may_end_on_another_thread() {
    let log = Log::default();
    scope!(cx);
    let boxes: Vec<_> = (0..100).map(|n| cx.boxed(log.loud(n))).collect();
    thread::scope(|threads| {
        let (sender, receiver) = mpsc::channel();
        threads.spawn(move || receiver.into_iter().for_each(drop::<MemBox<'_, common::Loud>>));
        boxes.into_iter().for_each(|boxed| sender.send(boxed).unwrap());
    });
    assert_eq!(log.take(), (0..100).collect::<Vec<_>>());
}

#[derive(Keepable, Covariant)]
struct Index<'cx> {
    words: &'cx [(&'cx str, usize)],
}

#[test]
fn kp05_owners_are_sent_to_whoever_merges_them() {
    static LEDGER: Ledger = Ledger::new();
    let text = "to be or not to be that is the question ".repeat(100);
    let merge = || {
        let (sender, indices) = mpsc::channel::<Kept<Index<'static>>>();
        thread::scope(|threads| {
            let spawn = |part: usize| {
                let (sender, text) = (sender.clone(), &text[part * 1000..][..1000]);
                threads.spawn(move || {
                    LEDGER.watch();
                    sender.send(Kept::new(|cx| index(cx, text))).unwrap();
                })
            };
            let threads: Vec<_> = (0..WORKERS).map(spawn).collect();
            threads.into_iter().for_each(|thread| thread.join().unwrap());
        });
        drop(sender);
        let indices: Vec<_> = indices.iter().collect();
        let mut all = BTreeMap::new();
        for (word, count) in indices.iter().flat_map(|index| index.get().words) {
            *all.entry(*word).or_insert(0) += count;
        }
        assert_eq!((all["to"], all["question"], all.len()), (200, 100, 8));
    };
    all(&LEDGER, [merge]);
}

fn index<'cx>(cx: MemCx<'cx>, text: &str) -> Index<'cx> {
    scope!(tmp in cx);
    let words = tmp.alloc_iter(text.split_whitespace());
    words.sort_unstable();
    Index { words: cx.alloc_iter(words.chunk_by(|a, b| a == b).map(|same| (&*cx.alloc_str(same[0]), same.len()))) }
}

#[test]
fn kp06_shared_owners_end_on_the_last_thread() {
    static LEDGER: Ledger = Ledger::new();
    for _ in 0..50 {
        let barrier = Barrier::new(WORKERS);
        let shared: KeptArc<Index<'static>> = thread::spawn(|| {
            LEDGER.watch();
            Kept::<Index<'static>>::new(|cx| index(cx, "a b a")).into_arc()
        })
        .join()
        .unwrap();
        let owners = vec![shared; WORKERS].into_iter().map(|shared| {
            let barrier = &barrier;
            move || {
                barrier.wait();
                assert_eq!(shared.get().words, [("a", 2), ("b", 1)]);
            }
        });
        all(&LEDGER, owners);
    }
}
