//! No rule of last in, first out: scopes that are open side by side end in whatever order their owners do.

mod common;

use std::cell::RefCell;
use std::future::Future;
use std::iter;
use std::mem::MaybeUninit;
use std::pin::Pin;

use common::{Blocks, Log, balanced, forget, poll, turn};
use memscope::{MemCx, scope, scoped};

type Task<'a> = Pin<Box<dyn Future<Output = ()> + 'a>>;

/// A scope in `parent`, or of its own, that allocates in itself and in `parent` on every turn, and checks all of it.
async fn worker(parent: MemCx<'_>, alone: bool, id: u32, turns: usize, log: &Log) {
    async fn work(cx: MemCx<'_>, parent: MemCx<'_>, id: u32, turns: usize, log: &Log) {
        let mut blocks = Blocks::default();
        let mut buf = Some(cx.boxed_uninit_slice::<u8>(10));
        cx.adopt(log.loud(id));
        for n in 1..=turns {
            for size in [8, 100 * n, 24] {
                let layout = std::alloc::Layout::from_size_align(size, 8 << (n % 3)).unwrap();
                blocks.add(cx.alloc_layout(layout), layout);
                blocks.add(parent.alloc_layout(layout), layout);
            }
            buf = buf.map(|buf| cx.grow(buf, 10 + n * 50));
            turn().await;
            blocks.check();
        }
    }
    if alone {
        scope!(cx);
        work(cx, parent, id, turns, log).await;
    } else {
        scope!(cx in parent);
        work(cx, parent, id, turns, log).await;
    }
}

/// Every order in which `n` things can end.
fn orders(n: usize) -> Vec<Vec<usize>> {
    if n == 0 {
        return vec![Vec::new()];
    }
    let shorter = orders(n - 1);
    shorter
        .iter()
        .flat_map(|order| {
            (0..n).map(move |at| {
                let mut o = order.clone();
                o.insert(at, n - 1);
                o
            })
        })
        .collect()
}

#[test]
fn nx03_futures_that_end_in_every_order() {
    const TASKS: usize = 4;
    let log = Log::default();
    for order in orders(TASKS) {
        for mask in 0..1 << TASKS {
            balanced(|| {
                scope!(cx);
                let kept = cx.alloc([7_u8; 50]);
                let mut tasks: Vec<Option<Task<'_>>> = (0..TASKS)
                    .map(|id| Some(Box::pin(worker(cx, mask >> id & 1 == 1, id as u32, 100, &log)) as Task<'_>))
                    .collect();
                for &victim in &order {
                    for task in tasks.iter_mut().flatten() {
                        assert!(!poll(task));
                    }
                    tasks[victim] = None;
                    assert_eq!(log.take(), [victim as u32]);
                    cx.alloc([0_u8; 333]);
                }
                assert_eq!(kept, &[7; 50]);
            });
        }
    }
}

#[test]
fn nx03_futures_that_run_to_their_ends_in_turns() {
    let log = Log::default();
    balanced(|| {
        scope!(cx);
        let mut tasks: Vec<Task<'_>> = (0..12)
            .map(|id| Box::pin(worker(cx, id % 3 == 0, id, 1 + (id as usize * 7) % 12, &log)) as Task<'_>)
            .collect();
        while !tasks.is_empty() {
            tasks.retain_mut(|task| !poll(task));
        }
        let mut ended = log.take();
        ended.sort_unstable();
        assert_eq!(ended, (0..12).collect::<Vec<_>>());
    });
}

#[test]
fn nx03_a_forgotten_future_only_leaks() {
    let log = Log::default();
    scope!(cx);
    let mut task = Box::pin(worker(cx, false, 1, 100, &log)) as Task<'_>;
    assert!(!poll(&mut task));
    forget(task);
    // Its window never comes back; the parent goes on in chunks of its own.
    let mut blocks = Blocks::default();
    let layout = std::alloc::Layout::new::<[u64; 50]>();
    for _ in 0..100 {
        blocks.add(cx.alloc_layout(layout), layout);
        scope!(tmp in cx);
        blocks.check();
        tmp.alloc([0_u64; 50]);
    }
    blocks.check();
    assert!(log.take().is_empty());
}

/// An iterator that holds a scope: it lives in a future, which is polled for the items.
fn squares<'a>(parent: MemCx<'a>, out: &'a RefCell<Vec<u64>>) -> impl Iterator<Item = u64> + 'a {
    let mut task: Task<'a> = Box::pin(async move {
        scope!(cx in parent);
        let mut memory = Vec::new();
        for n in 0..200_u64 {
            memory.push(&*cx.alloc([n; 9]));
            assert!(memory.iter().zip(0..).all(|(item, n)| **item == [n; 9]));
            out.borrow_mut().push(memory[n as usize][0] * n);
            turn().await;
        }
    });
    iter::from_fn(move || {
        let _done = poll(&mut task);
        out.borrow_mut().pop()
    })
}

#[test]
fn nx03_iterators_that_hold_a_scope() {
    balanced(|| {
        let (first, second) = (RefCell::default(), RefCell::default());
        scope!(cx);
        let mut left = squares(cx, &first);
        let mut right = squares(cx, &second);
        let mut kept = Vec::new();
        for n in 0..150_u64 {
            assert_eq!(left.next(), Some(n * n));
            kept.push(&*cx.alloc(n));
            assert_eq!(right.next(), Some(n * n));
            if n == 100 {
                left = squares(cx, &first); // ends the first one's scope before the second's
                (0..=n).for_each(|n| assert_eq!(left.next(), Some(n * n)));
            }
        }
        drop(left);
        assert_eq!(right.by_ref().count(), 50);
        assert!(kept.iter().enumerate().all(|(n, value)| **value == n as u64));
    });
}

#[test]
fn nx03_buffers_outside_grow_while_scopes_inside_are_open() {
    balanced(|| {
        scope!(cx);
        let mut outer = cx.boxed_uninit_slice::<u32>(1);
        scope!(a in cx);
        let mut middle = a.boxed_uninit_slice::<u32>(1);
        scope!(b in a);
        let mut inner = b.boxed_uninit_slice::<u32>(1);
        for n in 1..3000_usize {
            outer = cx.grow(outer, n);
            middle = a.grow(middle, n);
            inner = b.grow(inner, n);
            outer[n - 1].write(n as u32);
            middle[n - 1].write(n as u32);
            inner[n - 1].write(n as u32);
        }
        let check = |buf: &[MaybeUninit<u32>]| {
            // SAFETY: each place was written when the buffer grew by it.
            assert!(buf.iter().zip(1..).all(|(place, n)| unsafe { place.assume_init() } == n));
        };
        check(&outer);
        check(&middle);
        check(&inner);
    });
}

#[test]
fn nx03_scopes_that_start_and_end_inside_each_others_lives() {
    /// Opens a scope at the start, allocates, and ends after `turns`.
    #[scoped(cx in parent)]
    async fn short(parent: MemCx<'_>, turns: usize) {
        let mine = cx.alloc([turns; 64]);
        for n in 0..turns {
            let text = cx.alloc_fmt(format_args!("{n:>200}"));
            turn().await;
            assert_eq!((&*mine, text.trim_start()), (&[turns; 64], &*n.to_string()));
        }
    }
    balanced(|| {
        scope!(cx);
        let mut open: Vec<Task<'_>> = Vec::new();
        for n in 0..400 {
            open.push(Box::pin(short(cx, 1 + n * 7919 % 17)));
            cx.alloc([0_u8; 40]);
            open.retain_mut(|task| !poll(task));
        }
        assert!(!open.is_empty());
    });
}
