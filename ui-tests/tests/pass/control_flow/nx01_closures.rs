//! Scopes in closures, handles in closures, and the ways without a macro.

use memscope::{MemCx, scope, with_scope, with_scope_in};

fn apply<'mcx>(cx: MemCx<'mcx>, f: impl Fn(MemCx<'mcx>, u32) -> &'mcx mut u32) -> u32 {
    *f(cx, 1) + *f(cx, 2)
}

fn main() {
    let lengths: Vec<usize> = ["a", "bc"]
        .iter()
        .map(|word| {
            scope!(cx);
            cx.alloc_str(word).len()
        })
        .collect();
    assert_eq!(lengths, [1, 2]);

    scope!(cx);
    assert_eq!(apply(cx, |cx, n| cx.alloc(n * 10)), 30);
    let mut made = 0;
    let mut make = |n: u32| {
        made += 1;
        cx.alloc(n)
    };
    assert_eq!(*make(1) + *make(2), 3);
    assert_eq!(made, 2);

    let sum: u32 = with_scope(|cx| cx.alloc_slice_copy(&[1, 2, 3]).iter().sum());
    assert_eq!(sum, 6);
    let kept: &str = with_scope_in(cx, |tmp| cx.alloc_str(&tmp.alloc_str("kept").to_uppercase()));
    assert_eq!(kept, "KEPT");
}
