//! For the tests of programs that use scopes: what becomes of a body that is refused memory, and what it asks for or leaves
//! behind. Feature `testing`.
//!
//! ```
//! use memscope::testing::{CountingAlloc, assert_balanced, assert_no_heap, each_oom};
//! use memscope::{AllocError, MemCx, scope, scoped};
//!
//! #[global_allocator]
//! static HEAP: CountingAlloc = CountingAlloc::new(); // once, in a file of tests
//!
//! #[scoped(tmp in cx)]
//! fn longest<'mcx>(cx: MemCx<'mcx>, text: &str) -> Result<&'mcx str, AllocError> {
//!     let words = tmp.try_alloc_iter(text.split(' '))?;
//!     words.sort_unstable_by_key(|word| word.len());
//!     Ok(&*cx.try_alloc_str(words.last().copied().unwrap_or_default())?)
//! }
//!
//! // Each allocation fails once. The error is returned, and nothing is left behind.
//! each_oom(|cx| longest(cx, "a study in scarlet").map(|_| ()));
//!
//! scope!(cx);
//! // What it takes from the scope itself, the scope has back afterwards.
//! assert_balanced(cx, || cx.free(cx.boxed([0_u8; 100])));
//! // No request to the heap in here: after the first call the scope has memory at hand.
//! assert_eq!(longest(cx, "not to be").unwrap(), "not");
//! assert_eq!(assert_no_heap(|| longest(cx, "to be or not")).unwrap(), "not");
//! ```
//!
//! The source [`Checked`](crate::source::Checked), under one scope or by the feature `checked` under all, finds the wrong use of
//! memory itself; [`Failing`](crate::source::Failing) refuses by chance, with a seed.

mod balance;
mod heap;
mod oom;

pub use balance::{assert_balanced, unreleased};
pub use heap::{CountingAlloc, assert_no_heap};
pub(crate) use oom::asks_again;
pub use oom::{Oom, Verdict, each_oom, try_each_oom};
