//! Futures that are forgotten while a scope is open in them: what that stood in may be gone, but nobody looks there.
#![cfg(feature = "stats")]

use std::future::{Future, pending};
use std::mem::MaybeUninit;
use std::task::{Context, Poll, Waker};

use memscope::source::{Buffer, Source};

use memscope::{MemCx, report, scope};

/// Runs a future to where it waits, and forgets it there.
fn leave_behind(future: impl Future<Output = ()>) {
    let mut future = Box::pin(future);
    assert_eq!(future.as_mut().poll(&mut Context::from_waker(Waker::noop())), Poll::Pending);
    std::mem::forget(future);
}

/// What the scopes of this thread are about.
fn idents() -> Vec<String> {
    report().threads[0].scopes.iter().map(|scope| scope.ident.clone()).collect()
}

#[test]
fn pg04_an_ident_stays_when_the_scope_around_has_gone() {
    async fn task(parent: MemCx<'_>) {
        scope!(task in parent, ident = "in the window of the scope around");
        pending::<()>().await;
    }
    {
        scope!(cx);
        cx.alloc(1);
        leave_behind(task(cx));
    }
    scope!(cx, ident = "another");
    cx.alloc_slice_copy(&[0xFF_u8; 1000]);
    assert_eq!(idents(), ["in the window of the scope around", "another"]);
}

#[test]
fn pg04_an_ident_stays_when_the_source_has_gone() {
    async fn task(source: &impl Source) {
        scope!(task, from = source, ident = "in a buffer");
        pending::<()>().await;
    }
    let mut bytes = vec![MaybeUninit::uninit(); 1000];
    leave_behind(task(&Buffer::new(&mut bytes)));
    bytes.fill(MaybeUninit::new(0xFF));
    assert_eq!(idents(), ["in a buffer"]);
}
