//! The standard library's own trait.

use std as api;
use std::collections::VecDeque;

use memscope::scope;
use memscope::source::FromStdAllocator as Adapter;

#[path = "contract.rs"]
mod contract;

/// A container that allocator-api2 has not.
#[test]
fn cx02_a_deque_that_goes_round() {
    scope!(cx);
    let mut queue = VecDeque::new_in(cx);
    for n in 0..1000 {
        queue.push_back(Box::new_in(n, cx));
        if n % 3 == 0 {
            queue.pop_front();
        }
    }
    assert!(queue.iter().map(|n| **n).eq(334..1000));
}
