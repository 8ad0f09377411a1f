//! Scopes whose first memory is in the frame of the function.
//!
//! An inline buffer is not used where each object has a block of its own: not with the feature `checked`.
#![cfg(not(feature = "checked"))]

mod common;

use std::alloc::Layout;
use std::cell::Cell;
use std::mem::{self, MaybeUninit};
use std::ptr::NonNull;
use std::thread;

use common::{Blocks, balanced, measure, poll, turn};
use memscope::__private as p;
use memscope::source::{Request, Source};
use memscope::{Cause, scope, scoped};

#[test]
fn cx05_an_inline_scope_asks_for_nothing_until_it_is_full() {
    let ((), usage) = measure(|| {
        scope!(cx, inline = 4096);
        let mut last = 0;
        for i in 0..60_u64 {
            last = cx.alloc([i; 8])[7];
        }
        scope!(inner in cx);
        last += inner.alloc(1_u64).to_owned();
        assert_eq!(last, 60);
    });
    assert_eq!(usage.requests, 0);
}

#[test]
fn cx05_all_of_the_frame_can_be_had_and_then_the_heap() {
    fn check<const N: usize>() {
        balanced(|| {
            let usage = measure(|| {
                scope!(cx, inline = N);
                for _ in 0..N / 8 {
                    cx.alloc(7_u64);
                }
            });
            assert_eq!(usage.1.requests, 0, "{N}");
            let usage = measure(|| {
                scope!(cx, inline = N);
                let mut blocks = Blocks::default();
                for n in 0..N / 8 + 100 {
                    let layout = Layout::from_size_align(1 + n % 13, 1 << (n % 5)).unwrap();
                    blocks.add(cx.alloc_layout(layout), layout);
                }
                blocks.check();
            });
            assert!(usage.1.requests > 0, "{N}");
        });
    }
    check::<0>();
    check::<1>();
    check::<8>();
    check::<100>();
    check::<4096>();
    check::<65_536>();
}

#[test]
fn cx05_a_frame_with_a_limit() {
    scope!(less, inline = 4096, limit = 100);
    assert_eq!(less.alloc_str(&"x".repeat(100)).len(), 100);
    assert_eq!(less.try_alloc_str("x").unwrap_err().cause(), Cause::Limit);
    scope!(more, inline = 100, limit = 4096);
    while more.try_alloc(0_u64).is_ok() {}
    assert_eq!(more.try_alloc(0_u64).unwrap_err().scope(), "more");
}

#[test]
fn cx05_what_runs_at_the_end_of_an_inline_scope() {
    thread_local!(static RUN: Cell<u32> = const { Cell::new(0) });
    balanced(|| {
        scope!(cx, inline = 256);
        let first = cx.alloc(1_u64);
        cx.defer(|| RUN.set(RUN.get() + 1));
        cx.adopt(vec![1; 100]);
        *first += 1;
        assert_eq!(*first, 2);
    });
    assert_eq!(RUN.get(), 1);
}

/// The future moves before it is first polled; then it stays, and so do the array and the region in it.
#[test]
fn cx05_the_frame_of_a_future() {
    #[scoped(inline = 512)]
    async fn sums(rounds: u64) {
        let mut values = cx.vec();
        for round in 0..rounds {
            values.push(cx.alloc(round));
            turn().await;
        }
        scope!(tmp in cx);
        turn().await;
        assert_eq!(values.iter().map(|value| **value + *tmp.alloc(1)).sum::<u64>(), rounds * (rounds + 1) / 2);
    }

    balanced(|| {
        let futures = [sums(3), sums(20), sums(200)];
        let mut futures: Vec<_> = futures.into_iter().map(Box::pin).collect();
        for _ in 0..300 {
            futures.retain_mut(|future| !poll(future));
        }
        assert!(futures.is_empty());
    });
}

/// A future that is forgotten keeps its memory, which nobody looks at any more; one that is dropped half-way gives back all.
#[test]
fn cx05_a_frame_that_is_forgotten_or_left() {
    #[scoped(inline = 64)]
    async fn half(bytes: &mut [u8]) {
        let copy = cx.alloc_slice_copy(bytes);
        turn().await;
        bytes.copy_from_slice(copy);
    }
    let mut bytes = *b"bytes";
    let mut future = Box::pin(half(&mut bytes));
    assert!(!poll(&mut future));
    mem::forget(future);
    balanced(|| {
        let mut future = Box::pin(half(&mut bytes));
        assert!(!poll(&mut future));
    });
    assert_eq!(&bytes, b"bytes");
}

#[test]
fn cx05_a_future_with_a_frame_goes_to_another_thread() {
    #[scoped(inline = 128, recycle, limit = 1 << 20)]
    async fn travels() {
        assert_eq!(cx.alloc_str("travels").len(), 7);
        turn().await;
    }
    let mut future = Box::pin(travels());
    assert!(!poll(&mut future));
    assert!(thread::spawn(move || poll(&mut future)).join().unwrap());
}

/// Gives one block, which ends where it is told.
struct EndsAt {
    end: NonNull<u8>,
    given: Cell<bool>,
}

// SAFETY: the one block lies before `end`, in memory that the test has for it.
unsafe impl Source for EndsAt {
    fn get(&self, request: Request) -> Option<NonNull<[u8]>> {
        let size = request.layout().size();
        let fits = size <= 8192 && !self.given.replace(true);
        // SAFETY: there are so many bytes before `end`.
        fits.then(|| NonNull::slice_from_raw_parts(unsafe { self.end.sub(size) }, size))
    }

    unsafe fn put(&self, _: NonNull<u8>, _: Layout) {}
}

/// A chunk may end where the frame begins, for instance if the frame is that of a future in the heap. What is freed there does
/// not join the window.
#[test]
fn cx05_a_frame_does_not_join_the_block_before_it() {
    #[repr(C, align(16))]
    struct Neighbours {
        chunk: MaybeUninit<[u8; 8192]>,
        inline: p::Inline<256>,
    }
    let place = Box::into_raw(Box::new(Neighbours { chunk: MaybeUninit::uninit(), inline: p::Inline::new() }));
    // SAFETY: a fresh box; the two parts are borrowed apart.
    let end = unsafe { NonNull::new_unchecked((&raw mut (*place).chunk).add(1).cast::<u8>()) };
    {
        let source = EndsAt { end, given: Cell::new(false) };
        let supply = p::Supply::new(&source, const { &p::Site::new("cx", file!(), line!()) });
        // SAFETY: nobody else borrows this part, which stays until the scope has ended; `supply` is the local before.
        let cx = unsafe { p::Region::inline_on(&mut (*place).inline, &supply) };
        // SAFETY: the pattern of the macros, by hand: the locals are not named again.
        let end_of_scope = unsafe { p::ScopeEnd::new(&cx) };
        let cx = p::ScopeEnd::cx(&end_of_scope);

        let large = cx.boxed([1_u8; 4000]);
        assert_eq!((&raw const *large).addr() + 4000, end.addr().get(), "the block ends with the chunk");
        cx.free(large);
        assert_eq!(cx.try_alloc_str(&"x".repeat(257)).unwrap_err().cause(), Cause::OutOfMemory);
        assert_eq!(cx.alloc_str(&"x".repeat(256)).len(), 256);
    }
    // SAFETY: made by `into_raw` above, and the scope has ended.
    drop(unsafe { Box::from_raw(place) });
}
