//! A scope stays open over `.await`, and `?` and `return` pass through it in async code.

use memscope::{MemCx, scope, scoped};
use std::future::poll_fn;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let mut task = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut task) {
            return output;
        }
    }
}

async fn pause() {
    let mut polled = false;
    poll_fn(|_| if std::mem::replace(&mut polled, true) { Poll::Ready(()) } else { Poll::Pending }).await;
}

async fn sum(numbers: &[u32]) -> u32 {
    scope!(cx);
    let copy = cx.alloc_slice_copy(numbers);
    pause().await;
    cx.alloc_slice_copy(copy).iter().sum()
}

#[scoped(cx, name = "parse")]
async fn parse(text: &str) -> Result<u32, std::num::ParseIntError> {
    let text = cx.alloc_str(text);
    pause().await;
    if text.is_empty() {
        return Ok(0);
    }
    Ok(text.parse::<u32>()?)
}

#[scoped(tmp in cx)]
async fn upper<'mcx>(cx: MemCx<'mcx>, text: &str) -> &'mcx str {
    let text = tmp.alloc_str(text);
    pause().await;
    text.make_ascii_uppercase();
    cx.alloc_str(text)
}

fn main() {
    assert_eq!(block_on(sum(&[1, 2, 3])), 6);
    assert_eq!(block_on(parse("7")), Ok(7));
    assert_eq!(block_on(parse("")), Ok(0));
    assert!(block_on(parse("x")).is_err());

    scope!(cx);
    let text = block_on(async {
        scope!(<'mcx> inner => {
            let draft: &'mcx str = inner.alloc_str("draft");
            pause().await;
            upper(cx, draft).await
        })
    });
    assert_eq!(text, "DRAFT");

    // A future may be dropped while its scope is open.
    let mut dropped = Box::pin(sum(&[1]));
    assert!(dropped.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
}
