//! A panic in the n-th call of user code, for every function that calls any and every n: all but the values in flight
//! stays as it was.

mod common;

use std::alloc::Layout;
use std::fmt;

use common::{Blocks, balanced, user_code, with_panic_at};
use memscope::{MemCx, scope, unsize};

/// Everything about it is user code.
#[derive(PartialEq, Debug)]
struct Touchy(u64);

impl Default for Touchy {
    fn default() -> Self {
        user_code();
        Self(1)
    }
}

impl Clone for Touchy {
    fn clone(&self) -> Self {
        user_code();
        Self(self.0)
    }
}

impl fmt::Display for Touchy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for _ in 0..5 {
            user_code();
            write!(f, "{:>100}", self.0)?;
        }
        Ok(())
    }
}

/// Has a destructor that is user code.
struct Bomb(#[allow(dead_code, reason = "gives it a size")] u64);

impl Drop for Bomb {
    fn drop(&mut self) {
        user_code();
    }
}

/// An iterator of `n` items; the hint is user code as well.
struct Items(u64);

impl Iterator for Items {
    type Item = u64;

    fn next(&mut self) -> Option<u64> {
        user_code();
        self.0 = self.0.checked_sub(1)?;
        Some(self.0)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        user_code();
        (self.0 as usize / 2, None)
    }
}

impl ExactSizeIterator for Items {
    fn len(&self) -> usize {
        user_code();
        self.0 as usize
    }
}

/// Runs `f` with a panic in each of its calls of user code, in a scope that is in use and in one inside it.
#[track_caller]
fn matrix(f: impl Fn(MemCx<'_>)) {
    let (_, calls) = with_panic_at(usize::MAX, || {
        scope!(cx);
        f(cx);
    });
    assert!(calls > 0);
    for n in 0..calls {
        balanced(|| {
            let mut blocks = Blocks::default();
            scope!(cx);
            let mut fill = |cx: MemCx<'_>| {
                for size in [1, 24, 700, 3000] {
                    let layout = Layout::from_size_align(size, 8).unwrap();
                    blocks.add(cx.alloc_layout(layout), layout);
                    assert_eq!(cx.alloc_str("up"), "up");
                    blocks.check();
                }
            };
            fill(cx);
            let (panicked, _) = with_panic_at(n, || {
                scope!(tmp in cx);
                tmp.alloc([1_u64; 10]);
                f(tmp);
            });
            assert!(panicked, "in call {n} of {calls}");
            fill(cx);
            let (panicked, _) = with_panic_at(n, || f(cx));
            assert!(panicked, "in call {n} of {calls}, in the scope itself");
            fill(cx);
            f(cx);
            fill(cx);
        });
    }
}

#[test]
fn pg16_in_the_iterator() {
    matrix(|cx| assert_eq!(cx.alloc_iter(Items(300)).len(), 300));
    matrix(|cx| assert_eq!(cx.alloc_iter_exact(Items(20)).len(), 20));
    matrix(|cx| drop(cx.try_alloc_iter(Items(20))));
    matrix(|cx| {
        cx.alloc_iter(Items(20).map(|n| cx.alloc_str(&"x".repeat(n as usize))));
    });
}

#[test]
fn pg16_in_the_closure() {
    matrix(|cx| {
        assert_eq!(
            *cx.alloc_with(|| {
                user_code();
                [1_u64; 50]
            }),
            [1; 50]
        )
    });
    matrix(|cx| {
        assert_eq!(
            *cx.boxed_with(|| {
                user_code();
                1
            }),
            1
        )
    });
    matrix(|cx| {
        assert_eq!(
            cx.alloc_slice_fill_with(30, |i| {
                user_code();
                cx.alloc(i);
                i
            })[29],
            29
        )
    });
    matrix(|cx| {
        assert_eq!(
            *cx.alloc_with(|| {
                user_code();
                &*cx.alloc_with(|| {
                    user_code();
                    1
                })
            }),
            &1
        )
    });
}

#[test]
fn pg16_in_clone_and_default() {
    matrix(|cx| assert_eq!(cx.alloc_slice_clone(&[Touchy(1), Touchy(2)]), [Touchy(1), Touchy(2)]));
    matrix(|cx| assert_eq!(*cx.alloc_default::<Touchy>(), Touchy(1)));
    matrix(|cx| assert_eq!(cx.alloc_slice_default::<Touchy>(30).len(), 30));
}

#[test]
fn pg16_in_a_formatting_implementation() {
    matrix(|cx| assert_eq!(cx.alloc_fmt(format_args!("{} and {}", Touchy(1), Touchy(2))).len(), 1005));
    matrix(|cx| drop(cx.try_alloc_fmt(format_args!("{}", Touchy(1)))));
}

#[test]
fn kp01_in_the_destructor_of_a_box() {
    matrix(|cx| drop(cx.boxed(Bomb(1))));
    matrix(|cx| drop(unsize!(cx.boxed([Bomb(1), Bomb(2)]) => [Bomb])));
    matrix(|cx| cx.free(unsize!(cx.boxed(Bomb(1)) => dyn Send)));
    matrix(|cx| cx.free(cx.boxed(Bomb(1))));
    matrix(|cx| {
        let _first = cx.boxed(Bomb(1));
        cx.alloc_str("between");
        cx.free(cx.boxed(1));
    });
}

/// What is left to the end of a scope: here the panic is raised by the end itself.
#[track_caller]
fn at_exit(f: impl Fn(MemCx<'_>)) {
    let (_, calls) = with_panic_at(usize::MAX, || {
        scope!(cx);
        f(cx);
    });
    for n in 0..calls {
        balanced(|| {
            let layout = Layout::new::<[u64; 20]>();
            let mut blocks = Blocks::default();
            scope!(cx);
            blocks.add(cx.alloc_layout(layout), layout);
            let (panicked, called) = with_panic_at(n, || {
                scope!(tmp in cx);
                tmp.alloc([1_u64; 10]);
                blocks.add(cx.alloc_layout(layout), layout);
                f(tmp);
            });
            assert_eq!((panicked, called), (true, calls), "the rest is called all the same");
            blocks.add(cx.alloc_layout(layout), layout);
            blocks.check();
        });
    }
}

#[test]
fn pg05_in_a_deferred_call() {
    at_exit(|cx| {
        for _ in 0..10 {
            cx.defer(user_code);
            cx.alloc([0_u64; 60]);
        }
    });
}

#[test]
fn pg05_in_the_destructor_of_an_adopted_value() {
    at_exit(|cx| {
        for n in 0..10 {
            cx.adopt(Bomb(n));
            cx.defer(user_code);
        }
    });
}
