//! Scopes whose first memory is in the frame of the function.

mod common;

use common::measure;
use memscope::__private as p;

#[test]
fn cx05_an_inline_scope_asks_for_nothing_until_it_is_full() {
    let ((), usage) = measure(|| {
        let mut inline = p::Inline::<4096>::new();
        let cx = p::Region::inline(&mut inline, const { &p::Site::new("cx", file!(), line!()) });
        // SAFETY: the pattern of the macros, by hand: the locals are not named again.
        let end = unsafe { p::ScopeEnd::new(&cx) };
        let cx = p::ScopeEnd::cx(&end);
        let values: Vec<&mut [u64; 8]> = Vec::new();
        drop(values);
        let mut last = 0;
        for i in 0..60_u64 {
            last = cx.alloc([i; 8])[7];
        }
        memscope::scope!(inner in cx);
        last += inner.alloc(1_u64).to_owned();
        assert_eq!(last, 60);
    });
    assert_eq!(usage.requests, 0);
}
