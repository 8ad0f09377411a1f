//! Scopes that use freed memory again.
//!
//! What is freed is not used again where each object has a block of its own: not with the feature `checked`.
#![cfg(not(feature = "checked"))]

mod common;

use std::array::from_fn;
use std::collections::VecDeque;
use std::mem::swap;

use common::{measure, usage};
use memscope::{MemCx, scope};

#[test]
fn pg10_a_queue_of_a_million_boxes_stays_where_it_is() {
    scope!(cx, name = "queue", recycle);
    let mut queue = VecDeque::with_capacity(101);
    let before = usage();
    for i in 0..1_000_000_u64 {
        queue.push_back(cx.boxed([i; 7]));
        if queue.len() > 100 {
            let oldest = queue.pop_front().unwrap();
            assert_eq!(oldest[6], i - 100);
            cx.free(oldest);
        }
    }
    assert!(usage().chunk_bytes - before.chunk_bytes < 32 * 1024, "{:?}", usage());
}

#[test]
fn pg10_recycling_within_a_limit_and_inside_a_parent() {
    fn churn(cx: MemCx<'_>) {
        let mut kept: [_; 4] = from_fn(|n| cx.boxed([n; 8]));
        for round in 0..1000 {
            let mut other = cx.boxed([round; 8]);
            swap(&mut kept[round % 4], &mut other);
            cx.free(other);
        }
        assert_eq!(kept.map(|values| values[7]), [996, 997, 998, 999]);
    }
    scope!(cx, limit = 1024, recycle);
    churn(cx);
    scope!(outer);
    scope!(tmp in outer, limit = 600, recycle);
    churn(tmp);
    scope!(frame, inline = 512, recycle);
    let ((), usage) = measure(|| churn(frame));
    assert_eq!(usage.requests, 0);
}

/// The same without recycling needs more than the limit.
#[test]
#[should_panic(expected = "scope `cx` cannot allocate 64 bytes")]
fn pg10_negative_control_without_recycling() {
    scope!(cx, limit = 1024);
    let mut kept = cx.boxed([0_u64; 8]);
    for round in 0..1000 {
        let mut other = cx.boxed([round; 8]);
        swap(&mut kept, &mut other);
        cx.free(other);
    }
}
