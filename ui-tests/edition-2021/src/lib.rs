//! A caller of edition 2021, which knows memscope under another name.
//!
//! In that edition the temporaries of a block's last expression live longer than the block's locals, hence longer than
//! a scope: what ends in a guard, a borrow or an iterator over a scope's data is the test.

use arena::{Kept, MemCx};
use std::cell::RefCell;

/// The last expression borrows from a temporary that refers to the scope.
#[arena::scoped(cx, crate = ::arena)]
#[must_use]
pub fn guard_in_last_expression(text: &str) -> usize {
    let cell = cx.alloc(RefCell::<&str>::new(cx.alloc_str(text)));
    cell.borrow().len()
}

/// The same in a block form, as the last expression of another.
#[must_use]
pub fn guard_in_block_form(text: &str) -> usize {
    arena::scope!(cx, crate = ::arena => {
        arena::scope!(tmp in cx, crate = ::arena => {
            tmp.alloc(RefCell::new(cx.alloc_str(text))).borrow().len()
        })
    })
}

/// `?` on a temporary in the last expression of an async function.
#[arena::scoped(cx, name = "sum", crate = ::arena)]
pub async fn sum(numbers: &[u32]) -> Option<u32> {
    let cell: &RefCell<&mut [u32]> = cx.alloc(RefCell::new(cx.alloc_slice_copy(numbers)));
    std::future::ready(()).await;
    Some(cell.borrow().first()? + cell.borrow().last()?)
}

/// What the last expression returns may be opaque.
#[arena::scoped(tmp in cx, crate = ::arena)]
pub fn words<'mcx>(cx: MemCx<'mcx>, text: &str) -> impl Iterator<Item = &'mcx str> {
    let text = tmp.alloc(RefCell::<&str>::new(cx.alloc_str(text)));
    text.borrow().split(' ')
}

/// The closures of owners and transactions, in which a temporary of the last expression ends before the scope as well.
#[arena::scoped(cx, crate = ::arena)]
#[must_use]
pub fn owner(text: &str) -> Kept<&'mcx str> {
    *cx.alloc(RefCell::<&str>::new(cx.alloc_str(text))).borrow()
}

/// An `async` one, whose error is known by an alias.
///
/// # Errors
/// If the text is none.
#[arena::scoped(<'a> cx, crate = ::arena)]
pub async fn owner_later(text: &[u8]) -> std::io::Result<Kept<&'a str>> {
    let text = std::str::from_utf8(text).map_err(std::io::Error::other)?;
    std::future::ready(()).await;
    Ok(*cx.alloc(RefCell::<&str>::new(cx.alloc_str(text))).borrow())
}

/// A block in a function, each of them a transaction.
#[arena::scoped(tx in cx, try, crate = ::arena)]
pub fn transactions<'mcx>(cx: MemCx<'mcx>, text: &str) -> Option<&'mcx str> {
    arena::scope!(inner in tx, try, crate = ::arena -> Result<&'static str, ()> => {
        text.is_ascii().then(|| *inner.alloc(RefCell::<&str>::new(inner.alloc_str(text))).borrow()).ok_or(())
    })
    .ok()
}

#[cfg(test)]
mod tests {
    use super::{guard_in_block_form, guard_in_last_expression, owner, owner_later, sum, transactions, words};
    use std::future::Future;
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    #[test]
    fn nx01_temporaries_of_the_last_expression_end_before_the_scope() {
        assert_eq!(guard_in_last_expression("four"), 4);
        assert_eq!(guard_in_block_form("four"), 4);
        arena::scope!(cx, crate = ::arena);
        assert_eq!(words(cx, "two words").count(), 2);
    }

    #[test]
    fn kp05_macro_owners_in_edition_2021() {
        assert_eq!(&*owner("text"), "text");
        let later = pin!(owner_later(b"text"));
        let Poll::Ready(Ok(later)) = later.poll(&mut Context::from_waker(Waker::noop())) else { unreachable!() };
        assert_eq!(&*later, "text");
    }

    #[test]
    fn pg14_macro_transactions_in_edition_2021() {
        arena::scope!(cx, crate = ::arena);
        assert_eq!((transactions(cx, "text"), transactions(cx, "ä")), (Some("text"), None));
    }

    #[test]
    fn nx01_async_in_edition_2021() {
        let sum = pin!(sum(&[1, 2, 3]));
        assert_eq!(sum.poll(&mut Context::from_waker(Waker::noop())), Poll::Ready(Some(4)));
    }
}
