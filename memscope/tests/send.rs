//! A future with an open scope travels between threads: filled on one, ended on another.

mod common;

use std::sync::mpsc;
use std::thread::{self, ThreadId};

use common::{Ledger, poll, turn};
use memscope::{scope, scoped};

/// Tells where it was dropped.
struct Witness(mpsc::Sender<ThreadId>);

impl Drop for Witness {
    fn drop(&mut self) {
        self.0.send(thread::current().id()).unwrap();
    }
}

#[scoped]
async fn task(turns: usize, witness: mpsc::Sender<ThreadId>) {
    let numbers = cx.alloc_iter(0..10_000_u32);
    let text: &str = cx.alloc_fmt(format_args!("{turns} turns"));
    cx.adopt(Witness(witness));
    let own = cx.boxed(String::from("boxed"));
    for n in 0..turns {
        turn().await;
        scope!(row); // a scope of the thread that it is on by now
        let copy = row.alloc_slice_copy(numbers);
        assert!(copy.iter().copied().eq(0..10_000), "after {n} turns");
    }
    assert_eq!((text, own.as_str()), (format!("{turns} turns").as_str(), "boxed"));
}

#[cfg_attr(feature = "checked", ignore = "about chunks")]
#[test]
fn nx03_polled_on_one_thread_and_dropped_on_another() {
    static LEDGER: Ledger = Ledger::new();
    let (witness, dropped) = mpsc::channel();
    let mut future = Box::pin(task(100, witness));
    for _ in 0..5 {
        future = thread::spawn(|| {
            LEDGER.watch();
            assert!(!poll(&mut future));
            future
        })
        .join()
        .unwrap();
    }
    let there = thread::spawn(|| {
        LEDGER.watch();
        drop(future);
        assert!(LEDGER.bytes() > 0, "the cache of the thread on which a scope ends has its chunks");
        thread::current().id()
    });
    let id = there.thread().id();
    assert_eq!(there.join().unwrap(), id);
    assert_eq!(dropped.recv().unwrap(), id, "adopted values are dropped there");
    assert_eq!(LEDGER.bytes(), 0, "and each thread has returned everything");
}

#[cfg_attr(feature = "checked", ignore = "about chunks")]
#[test]
fn nx03_finished_on_another_thread_than_it_began_on() {
    static LEDGER: Ledger = Ledger::new();
    let (witness, dropped) = mpsc::channel();
    let mut futures: Vec<_> = (0..8).map(|n| Box::pin(task(n, witness.clone()))).collect();
    drop(witness);
    while !futures.is_empty() {
        futures = thread::spawn(|| {
            LEDGER.watch();
            futures.retain_mut(|future| !poll(future));
            futures
        })
        .join()
        .unwrap();
    }
    assert_eq!((dropped.iter().count(), LEDGER.bytes()), (8, 0));
}

#[cfg_attr(feature = "checked", ignore = "about chunks")]
#[test]
fn nx03_many_threads_at_once() {
    static LEDGER: Ledger = Ledger::new();
    let (futures, waiting) = mpsc::channel();
    let (witness, dropped) = mpsc::channel();
    let fill = move |futures: mpsc::Sender<_>, witness: mpsc::Sender<ThreadId>| {
        LEDGER.watch();
        for n in 0..20 {
            let mut future = Box::pin(task(3, witness.clone()));
            assert!(!poll(&mut future));
            futures.send((n, future)).unwrap();
        }
    };
    let mut threads: Vec<_> = (0..3)
        .map(|_| {
            let (futures, witness) = (futures.clone(), witness.clone());
            thread::spawn(move || fill(futures, witness))
        })
        .collect();
    drop((futures, witness));
    threads.push(thread::spawn(|| {
        LEDGER.watch();
        for (n, mut future) in waiting {
            while n % 2 == 0 && !poll(&mut future) {}
        }
    }));
    threads.into_iter().for_each(|thread| thread.join().unwrap());
    assert_eq!(dropped.iter().count(), 60);
    assert_eq!(LEDGER.bytes(), 0);
}

#[test]
fn nx03_a_limit_travels_with_its_scope() {
    #[scoped(cx, limit = 30_000)]
    async fn limited() {
        let first = cx.alloc_uninit_slice::<u8>(20_000).len();
        turn().await;
        assert!(first == 20_000);
    }
    let mut future = Box::pin(limited());
    assert!(!poll(&mut future));
    thread::spawn(move || assert!(poll(&mut future))).join().unwrap();
}
