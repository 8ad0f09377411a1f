//! The functions for C, from Rust; `tests/c` calls them from C.
#![cfg(feature = "ffi")]

use memscope::ffi;
use memscope::source::{Heap, Tracking};
use memscope::{MemCx, scope};

/// Blocks of both families, resized, and freed in another order.
fn churn(cx: MemCx<'_>) {
    let data = ffi::context(cx);
    let mut blocks = Vec::new();
    // SAFETY: the scope is open; each block goes back to its family, with its size, once.
    unsafe {
        for n in 0..500 {
            let (known, unknown) = (ffi::allocate(data, n, 16), ffi::aligned_alloc(data, 1 << (n % 9), n));
            assert!(!known.is_null() && !unknown.is_null(), "{n}");
            blocks.push((known, n, unknown));
        }
        for (known, size, unknown) in &mut blocks {
            let new = (*size * 7919) % 3000;
            *known = ffi::reallocate(data, *known, *size, new, 16);
            *unknown = ffi::realloc(data, *unknown, new);
            assert!(!known.is_null() && !unknown.is_null(), "{size} to {new}");
            *size = new;
        }
        while !blocks.is_empty() {
            let (known, size, unknown) = blocks.swap_remove(blocks.len() / 2);
            ffi::deallocate(data, known, size, 16);
            ffi::free(data, unknown);
        }
    }
}

#[cfg_attr(feature = "checked", ignore = "what is freed goes back to the source")]
#[test]
fn al05_what_was_freed_is_enough_for_the_same_again() {
    let source = Tracking::new(Heap);
    scope!(cx, from = &source, recycle);
    // The first rounds find out how much the division of blocks takes.
    (0..3).for_each(|_| churn(cx));
    let taken = source.total().peak;
    (0..3).for_each(|_| churn(cx));
    assert_eq!(source.total().peak, taken);
}

#[cfg(feature = "stats")]
#[cfg_attr(feature = "checked", ignore = "an object stays as long as it was made")]
#[test]
fn al05_what_c_has_is_counted_to_the_byte() {
    scope!(exact, recycle);
    // SAFETY: as above.
    unsafe {
        let data = ffi::context(exact);
        let used = || exact.stats().used;
        let a = ffi::lua_alloc(data, std::ptr::null_mut(), 5, 100);
        assert_eq!(used(), 112);
        let b = ffi::lua_alloc(data, std::ptr::null_mut(), 5, 1000);
        assert_eq!(used(), 112 + 1024);
        ffi::lua_alloc(data, a, 100, 0);
        assert_eq!(used(), 1024);
        let b = ffi::lua_alloc(data, b, 1000, 300);
        assert_eq!(used(), 320);
        let c = ffi::lua_alloc(data, std::ptr::null_mut(), 5, 101);
        assert_eq!(used(), 320 + 112);
        let d = ffi::malloc(data, 16);
        assert_eq!(used(), 320 + 112 + 32);
        let b = ffi::lua_alloc(data, b, 300, 500);
        assert_eq!(used(), 512 + 112 + 32);
        ffi::free(data, d);
        ffi::lua_alloc(data, b, 500, 0);
        ffi::lua_alloc(data, c, 101, 0);
        assert_eq!(used(), 0);
    }
}
