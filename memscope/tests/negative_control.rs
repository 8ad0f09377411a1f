//! The proof that the sanitizer of addresses watches the other tests: this one reads memory of a scope that has ended, and must
//! fail under it.
#![cfg(memscope_negative_control)]

use std::hint::black_box;

#[test]
fn reading_memory_of_an_ended_scope_is_seen() {
    let address = {
        memscope::scope!(cx);
        &raw const *cx.alloc(7_u64)
    };
    memscope::trim(); // without this the chunk is in the cache, and the read sees the old value
    // SAFETY: none. That is the point.
    let value = unsafe { black_box(address).read() };
    panic!("read {value} from memory that was given back");
}
