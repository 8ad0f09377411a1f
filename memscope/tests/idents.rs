//! `ident` in the header: what a scope is about, in every form.

use std::cell::Cell;
use std::fmt::{self, Display, Formatter};
use std::future::ready;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use memscope::{AllocError, Carried, Keepable, Kept, MemCx, scope, scoped};

/// Counts how often it is formatted.
struct About<'a>(&'a str, &'a Cell<usize>);

impl Display for About<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.1.set(self.1.get() + 1);
        f.write_str(self.0)
    }
}

/// How often an ident is formatted: without the feature not at all.
const ONCE: usize = if cfg!(feature = "stats") { 1 } else { 0 };

/// Some open scope is about this, as the report has it. Owners are of no thread.
#[track_caller]
fn reported(ident: &str) {
    #[cfg(feature = "stats")]
    {
        let report = memscope::report_all();
        let mut scopes = report.threads.iter().flat_map(|thread| &thread.scopes);
        assert!(scopes.any(|scope| scope.ident == ident), "{report}");
    }
    assert!(!ident.is_empty());
}

#[test]
fn pg04_a_statement_and_a_block_say_what_they_are_about() {
    let times = Cell::new(0);
    {
        scope!(cx, ident = About("statement", &times));
        reported("statement");
        scope!(inner in cx, ident = About("inner", &times), name = "an inner one", limit = 1000);
        reported("inner");
        scope!(shadow, ident = About("shadow", &times), inline = 64);
        reported("shadow");
        scope!(shadow in shadow, ident = shadow.name(), name = "the new handle");
        reported("the new handle");
        assert_eq!((times.get(), *cx.alloc(1) + *inner.alloc(2) + *shadow.alloc(3)), (3 * ONCE, 6));
    }
    let value = scope!(<'mcx> cx, ident = About("block", &times) => {
        reported("block");
        let value: &'mcx mut u64 = cx.alloc(2);
        *value
    });
    assert_eq!((times.get(), value), (4 * ONCE, 2));
}

struct Table<'a>(&'a str, &'a Cell<usize>);

impl Table<'_> {
    #[scoped(tmp in cx, limit = 1 << 16, ident = format_args!("{} in {}", About(self.0, self.1), cx.name()))]
    fn scan(&self, cx: MemCx<'_>) -> u64 {
        reported("words in query");
        *tmp.alloc(7)
    }

    #[scoped(ident = About(self.0, self.1))]
    async fn wait(&self) -> u64 {
        let value = cx.alloc(7);
        ready(()).await;
        reported("words");
        *value
    }
}

#[test]
fn pg04_a_function_says_what_it_is_about() {
    let times = Cell::new(0);
    let table = Table("words", &times);
    scope!(query);
    assert_eq!((table.scan(query), times.get()), (7, ONCE));
    let waiting = pin!(table.wait());
    assert_eq!(waiting.poll(&mut Context::from_waker(Waker::noop())), Poll::Ready(7));
    assert_eq!(times.get(), 2 * ONCE);
}

#[scoped(ident = About(text, times))]
fn owner(text: &str, times: &Cell<usize>) -> Option<Kept<&'mcx str>> {
    reported(text);
    Some(cx.alloc_str(text))
}

#[derive(Keepable, Carried)]
struct Row<'cx>(&'cx str);

#[scoped(tx in cx, try, ident = About(text, times))]
fn committed<'cx>(cx: MemCx<'cx>, text: &str, times: &Cell<usize>) -> Result<Row<'cx>, AllocError> {
    reported(text);
    Ok(Row(tx.try_alloc_str(text)?))
}

#[test]
fn pg04_an_owner_and_a_transaction_say_what_they_are_about() {
    let times = Cell::new(0);
    let kept = owner("a list", &times).unwrap();
    reported("a list");
    assert_eq!((kept.with(|text| text.len()), times.get()), (6, ONCE));
    let block = scope!(cx, ident = About("a block's", &times) -> Kept<&'mcx u64> => { cx.alloc(5) });
    reported("a block's");
    assert_eq!((block.with(|n| **n), times.get()), (5, 2 * ONCE));

    scope!(cx);
    assert_eq!(committed(cx, "a row", &times).unwrap().0, "a row");
    let row = scope!(<'tx> tx in cx, try, limit = 1 << 16, ident = About("another", &times) -> Option<&'tx u64> => {
        reported("another");
        Some(tx.alloc(6))
    });
    assert_eq!((row, times.get()), (Some(&6), 4 * ONCE));
}

/// The expression may borrow from what ends with the statement, and may panic; so may the formatting.
#[test]
fn pg04_what_a_scope_is_about_may_be_anything() {
    struct Panics;

    impl Display for Panics {
        fn fmt(&self, _: &mut Formatter<'_>) -> fmt::Result {
            panic!("while it is formatted");
        }
    }

    {
        scope!(cx, ident = String::from("a longer text").split_at(8).1);
        reported(" text");
        cx.alloc(1);
    }
    let formatted = catch_unwind(|| {
        scope!(cx, ident = Panics);
        *cx.alloc(1)
    });
    assert_eq!(formatted.ok(), if cfg!(feature = "stats") { None } else { Some(1) });
    let done = Cell::new(false);
    let evaluated = catch_unwind(AssertUnwindSafe(|| {
        scope!(cx, ident = if done.replace(true) { 1 } else { panic!("while it is made") });
        *cx.alloc(1)
    }));
    assert!(evaluated.is_err() && done.get());
    // Without room for it the scope is there all the same.
    scope!(cx, ident = "a text that has no room", limit = 10);
    assert_eq!(cx.alloc_str("1234567890"), "1234567890");
}
