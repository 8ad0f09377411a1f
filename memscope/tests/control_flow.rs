//! Every road out of a scope ends it, and goes where the user meant it to go.

mod common;

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};

use common::{Log, balanced};
use memscope::{MemCx, scope, scoped};

#[test]
fn cx04_break_leaves_the_users_own_loop() {
    let log = Log::default();
    let mut rounds = 0;
    for n in 0..10 {
        scope!(cx);
        cx.adopt(log.loud(n));
        rounds += 1;
        if n == 3 {
            break;
        }
    }
    assert_eq!((rounds, log.take()), (4, vec![0, 1, 2, 3]));
}

#[test]
fn cx04_continue_ends_the_scope_of_the_round() {
    let log = Log::default();
    for n in 0..4 {
        scope!(cx);
        cx.adopt(log.loud(n));
        if n % 2 == 0 {
            continue;
        }
        log.note(100 + n);
    }
    assert_eq!(log.take(), [0, 101, 1, 2, 103, 3]);
}

#[test]
fn cx04_labels_end_every_scope_that_they_leave() {
    let log = Log::default();
    let found = 'outer: loop {
        scope!(cx);
        cx.adopt(log.loud(1));
        for n in 0.. {
            scope!(row in cx);
            row.adopt(log.loud(10 + n));
            for last in [false, true] {
                scope!(cell in row);
                cell.adopt(log.loud(20 + n));
                if n == 0 {
                    break;
                }
                if last {
                    break 'outer n;
                }
            }
        }
    };
    assert_eq!((found, log.take()), (1, vec![20, 10, 21, 21, 11, 1]));
    let value = 'block: {
        scope!(cx);
        cx.adopt(log.loud(2));
        if log.take().is_empty() {
            break 'block 5;
        }
        6
    };
    assert_eq!((value, log.take()), (5, vec![2]));
}

fn first_even(log: &Log, numbers: &[u32]) -> Option<u32> {
    scope!(cx);
    cx.adopt(log.loud(1));
    for &n in numbers {
        scope!(row in cx);
        row.adopt(log.loud(2));
        if row.alloc(n).is_multiple_of(2) {
            return Some(n);
        }
    }
    None
}

#[test]
fn cx04_return_ends_every_open_scope() {
    let log = Log::default();
    assert_eq!(first_even(&log, &[1, 4, 6]), Some(4));
    assert_eq!(log.take(), [2, 2, 1]);
    assert_eq!(first_even(&log, &[]), None);
    assert_eq!(log.take(), [1]);
}

fn parse(log: &Log, text: &str) -> Result<i32, Box<dyn std::error::Error>> {
    scope!(cx);
    cx.adopt(log.loud(1));
    let digits = cx.alloc_str(text.trim());
    let value = {
        scope!(tmp in cx);
        tmp.adopt(log.loud(2));
        tmp.alloc_str(digits).parse::<i32>()?
    };
    u8::try_from(value)?;
    Ok(value)
}

#[test]
fn cx04_the_question_mark_ends_every_open_scope() {
    let log = Log::default();
    assert_eq!(parse(&log, " 42 ").unwrap(), 42);
    assert_eq!(log.take(), [2, 1]);
    assert!(parse(&log, "x").is_err());
    assert_eq!(log.take(), [2, 1]);
    assert!(parse(&log, "1000").is_err());
    assert_eq!(log.take(), [2, 1]);
}

#[test]
fn cx04_a_panic_ends_every_open_scope() {
    let log = Log::default();
    balanced(|| {
        scope!(cx);
        let kept = cx.alloc_str("kept");
        for depth in 0..3 {
            let result = catch_unwind(AssertUnwindSafe(|| {
                scope!(tmp in cx);
                tmp.adopt(log.loud(1));
                for _ in 0..depth {
                    cx.alloc([0_u8; 3000]);
                }
                scope!(own);
                own.adopt(log.loud(2));
                own.alloc_slice_default::<u64>(5000);
                std::panic::resume_unwind(Box::new(depth));
            }));
            assert_eq!(*result.unwrap_err().downcast::<i32>().unwrap(), depth);
            assert_eq!(log.take(), [2, 1]);
            assert_eq!(*cx.alloc(depth), depth, "the parent goes on");
        }
        assert_eq!(kept, "kept");
    });
}

/// Any road, by number.
#[scoped(tmp in cx, name = "roads")]
fn by_attribute<'mcx>(cx: MemCx<'mcx>, road: u32, log: &Log) -> io::Result<&'mcx str> {
    tmp.adopt(log.loud(road));
    let words = tmp.alloc_iter("to be or not".split(' '));
    for word in words.iter() {
        match road {
            0 => return Ok(cx.alloc_str(word)),
            1 => Err(io::ErrorKind::Other)?,
            2 => break,
            _ => {}
        }
    }
    Ok(cx.alloc_fmt(format_args!("{} words", words.len())))
}

#[test]
fn nx01_a_function_is_a_scope_whatever_road_it_takes() {
    let log = Log::default();
    scope!(cx);
    assert_eq!(by_attribute(cx, 0, &log).unwrap(), "to");
    assert!(by_attribute(cx, 1, &log).is_err());
    assert_eq!(by_attribute(cx, 2, &log).unwrap(), "4 words");
    assert_eq!(by_attribute(cx, 3, &log).unwrap(), "4 words");
    assert_eq!(log.take(), [0, 1, 2, 3]);
}

#[test]
fn nx01_a_block_is_a_scope_with_a_value() {
    let log = Log::default();
    let length = |text: &str| -> Option<usize> {
        let n = scope!(<'mcx> cx => {
            cx.adopt(log.loud(1));
            let first: &'mcx str = cx.alloc_str(text.split(' ').next()?);
            if first.is_empty() {
                return Some(0);
            }
            first.len()
        });
        log.note(2);
        Some(n)
    };
    assert_eq!((length("to be"), log.take()), (Some(2), vec![1, 2]));
    assert_eq!((length(" be"), log.take()), (Some(0), vec![1]));
}

#[test]
fn nx01_await_passes_through_an_open_scope() {
    #[scoped]
    async fn sum(log: Log, n: u32) -> u32 {
        cx.adopt(log.loud(n));
        let numbers = cx.alloc_iter(0..n);
        common::turn().await;
        let mut total = 0;
        for number in numbers {
            scope!(row);
            total += *row.alloc(*number);
            common::turn().await;
        }
        total
    }
    let log = Log::default();
    balanced(|| {
        let mut done = Box::pin(async {
            assert_eq!(sum(log.clone(), 4).await, 6);
        });
        while !common::poll(&mut done) {}
        assert_eq!(log.take(), [4]);
        let mut cancelled = Box::pin(async { assert_eq!(sum(log.clone(), 9).await, 36) });
        for _ in 0..3 {
            assert!(!common::poll(&mut cancelled));
        }
        drop(cancelled);
        assert_eq!(log.take(), [9]);
    });
}
