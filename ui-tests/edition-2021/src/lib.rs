//! A caller of edition 2021, which knows memscope under another name.
//!
//! In that edition the temporaries of a block's last expression live longer than the block's locals, hence longer than
//! a scope: what ends in a guard, a borrow or an iterator over a scope's data is the test.

use arena::MemCx;
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

#[cfg(test)]
mod tests {
    use super::{guard_in_block_form, guard_in_last_expression, sum, words};
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
    fn nx01_async_in_edition_2021() {
        let sum = pin!(sum(&[1, 2, 3]));
        assert_eq!(sum.poll(&mut Context::from_waker(Waker::noop())), Poll::Ready(Some(4)));
    }
}
