//! Sources that several threads share, and scopes that end on another thread than they began on.

use std::collections::HashSet;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use memscope::source::{Checked, Failing, First, Heap, Limited, Source, Static, Thread, Tracking};
use memscope::with_scope_on;

use crate::common::{poll, turn};
use crate::scope_on;
use crate::work::all_kinds;

fn shared<S: Source + Send + Sync>(source: S) -> S {
    source
}

#[test]
fn al01_threads_share_adapters() {
    static BUFFER: Static<65_536> = Static::new();
    static USED: AtomicBool = AtomicBool::new(false);
    with_scope_on(shared(Checked::new(Heap)), |cx| *cx.alloc(1));
    let source = shared(Tracking::new(Limited::new(First::new(Failing::at(Thread, 5), Heap), 64 << 20)));
    thread::scope(|threads| {
        for _ in 0..4 {
            threads.spawn(|| {
                for _ in 0..5 {
                    with_scope_on(&source, |cx| all_kinds(cx, 10_000)).unwrap();
                    if let Some(taken) = BUFFER.take() {
                        assert!(!USED.swap(true, Ordering::Relaxed));
                        with_scope_on(&taken, |cx| *cx.alloc(1));
                        USED.store(false, Ordering::Relaxed);
                    }
                }
            });
        }
    });
    let total = source.total();
    assert_eq!((total.live, total.blocks), (0, 0));
    assert_eq!(source.places().map(|place| place.usage.requests).sum::<usize>(), total.requests);
    // Each place has one line, whoever was first there.
    let lines: HashSet<_> = source.places().map(|place| (place.scope, place.line)).collect();
    assert_eq!(lines.len(), source.places().count());
}

#[test]
fn al01_a_future_takes_its_scope_to_another_thread() {
    async fn work(source: &(dyn Source + Sync)) {
        scope_on!(cx, source);
        let list = cx.alloc_iter(0..1000_u32);
        cx.adopt(String::from("dropped there"));
        turn().await;
        assert!(list.iter().copied().eq(0..1000));
    }
    for source in [&Heap as &(dyn Source + Sync), &Thread] {
        let source = Tracking::new(source);
        thread::scope(|threads| {
            for finish in [false, true] {
                let mut future: Pin<Box<dyn Future<Output = ()> + Send + '_>> = Box::pin(work(&source));
                assert!(!poll(&mut future));
                threads.spawn(move || assert!(!finish || poll(&mut future)));
            }
        });
        assert_eq!(source.total().live, 0);
    }
}
