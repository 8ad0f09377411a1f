//! Scopes that use freed memory again.

mod common;

use std::collections::VecDeque;

use common::usage;
use memscope::__private as p;

#[test]
fn pg10_a_queue_of_a_million_boxes_stays_where_it_is() {
    let recycler = p::Recycler::new();
    let budget = p::Budget::new(usize::MAX, const { &p::Site::new("queue", file!(), line!()) }).recycling(&recycler);
    let cx = p::Region::on(&budget);
    // SAFETY: the pattern of the macros, by hand: the locals are not named again.
    let end = unsafe { p::ScopeEnd::new(&cx) };
    let cx = p::ScopeEnd::cx(&end);
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
