//! In closures, loops, async blocks, nested scopes and the arguments of macros; generic code.

#![deny(warnings)]

use memscope::{InScope, MemCx, MemVec, keep, scope, scoped};
use std::fmt::Display;

#[scoped(tmp in cx)]
fn texts<'mcx, T: Display>(cx: MemCx<'mcx>, items: &[T]) -> MemVec<'mcx, &'mcx (usize, &'mcx str)> {
    let mut texts = cx.vec();
    items.iter().enumerate().for_each(|(i, item)| {
        scope!(row in tmp => {
            let text = row.alloc_fmt(format_args!("{item}"));
            #[keep(with = texts)]
            let entry = (i, &*cx.alloc_str(text));
            texts.push(&*entry);
        });
    });
    texts
}

/// `keep!` needs no other macro, and keeps with whatever names a scope.
fn number<'mcx>(x: &impl InScope<'mcx>, n: u32) -> &'mcx mut u32 {
    keep!(n, with = x)
}

#[scoped]
async fn sum() -> u32 {
    let one = async {
        #[keep(with = cx)]
        let one = std::future::ready(1).await;
        *one
    };
    assert_eq!(
        *dbg_free({
            #[keep(with = cx)]
            let two = 2;
            two
        }),
        2
    );
    one.await + *keep!(std::future::ready(2).await, with = cx)
}

fn dbg_free<T>(value: T) -> T {
    value
}

trait Kept {
    fn kept<'mcx>(self, cx: MemCx<'mcx>) -> &'mcx mut Self;
}

impl<T: Copy> Kept for T {
    #[scoped(_tmp in cx)]
    #[keep(with = return)]
    fn kept<'mcx>(self, cx: MemCx<'mcx>) -> &'mcx mut Self {
        self
    }
}

struct Counter(u32);

impl Counter {
    #[scoped(_tmp in cx)]
    #[keep(with = return)]
    unsafe fn next<'mcx>(&mut self, cx: MemCx<'mcx>) -> &'mcx u32 {
        self.0 += 1;
        self.0
    }
}

fn main() {
    scope!(cx);
    let texts = texts(cx, &[7, 8]);
    assert_eq!(**texts.last().unwrap(), (1, "8"));
    *number(&texts, 7) += 1;
    drop(sum());
    assert_eq!(*5_u8.kept(cx), 5);
    let mut counter = Counter(1);
    // SAFETY: it asks for nothing.
    assert_eq!(unsafe { *counter.next(cx) }, 2);
}
