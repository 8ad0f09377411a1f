//! Errors that live in scopes: what they say, how they leave, and what is left of them when there is no memory.

mod common;

use std::error::Error;
use std::fmt::{self, Write};
use std::io;
use std::num::ParseIntError;
use std::thread;

use common::{Log, Loud, balanced, measure, panic_text, user_code, with_chunks, with_panic_at, without_heap};
use memscope::{
    AdoptIn, AllocError, Cause, ContextIn, CopyIn, Kept, MemCx, OwnedError, ScopedError, error_in, scope, scoped,
    with_scope,
};

/// An error of another crate, with a cause of its own, that notes its drop.
struct Foreign {
    log: Loud,
    cause: Option<ParseIntError>,
}

impl Foreign {
    fn new(log: &Log, id: u32) -> Self {
        Self { log: log.loud(id), cause: "x".parse::<u8>().err() }
    }
}

impl fmt::Display for Foreign {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "foreign error {}", self.log.id)
    }
}

impl fmt::Debug for Foreign {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Error for Foreign {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.cause.as_ref().map(|cause| cause as _)
    }
}

/// Runs on a stack of 64 KiB.
fn on_a_small_stack(f: impl FnOnce() + Send + 'static) {
    thread::Builder::new().stack_size(64 << 10).spawn(f).unwrap().join().unwrap();
}

fn texts(error: &ScopedError<'_>) -> Vec<String> {
    error.chain().map(ToString::to_string).collect()
}

#[test]
fn er03_it_is_small_and_plain_data() {
    fn is_error<E: Copy + Send + Sync + Error>() {}
    is_error::<ScopedError<'_>>();
    assert_eq!((size_of::<ScopedError<'_>>(), size_of::<Result<u32, ScopedError<'_>>>()), (64, 64));
    assert!(!std::mem::needs_drop::<ScopedError<'_>>());

    fn is_owned<E: Send + Sync + Error + 'static>() {}
    is_owned::<OwnedError>();
    assert_eq!(size_of::<OwnedError>(), size_of::<usize>());
}

#[cfg_attr(feature = "checked", ignore = "about chunks")]
#[test]
fn er03_its_texts_are_in_the_scope_and_the_heap_is_not_asked() {
    scope!(cx);
    cx.alloc(0);
    let ((), used) = measure(|| {
        let row = 7;
        let error = error_in!(cx, "row {row}").context_in(cx, format_args!("table {}", "prices"));
        let error = "x".parse::<u8>().adopt_in(cx).context_in(cx, format_args!("{error}")).unwrap_err();
        assert_eq!(error.chain().count(), 2);
    });
    assert_eq!(used.requests, 0);
}

#[test]
fn er03_a_literal_needs_no_memory_at_all() {
    scope!(cx, limit = 0);
    let error = error_in!(cx, "the table is empty");
    assert_eq!(error.to_string(), "the table is empty");
    assert!(error.refused().is_none());
}

#[test]
fn er03_display_and_debug() {
    scope!(cx);
    let error = error_in!(cx, "no digit");
    assert_eq!((format!("{error}"), format!("{error:#}"), format!("{error:?}")), {
        let text = String::from("no digit");
        (text.clone(), text.clone(), text)
    });
    let error = error.context_in(cx, format_args!("row {}", 7));
    assert_eq!((format!("{error}"), format!("{error:#}")), ("row 7".into(), "row 7: no digit".into()));
    assert_eq!(format!("{error:?}"), "row 7\n\nCaused by:\n    no digit");
    let error = error.context_in(cx, format_args!("prices.csv"));
    let report = "prices.csv\n\nCaused by:\n    0: row 7\n    1: no digit";
    assert_eq!((format!("{error:#}"), format!("{error:?}")), ("prices.csv: row 7: no digit".into(), report.into()));
    assert_eq!(error.chain().to_string(), "prices.csv: row 7: no digit");
    let owned = error.into_owned();
    assert_eq!((format!("{owned}"), format!("{owned:#}")), ("prices.csv".into(), "prices.csv: row 7: no digit".into()));
    assert_eq!(format!("{owned:?}"), report);
}

#[test]
fn er03_an_adopted_error_is_found_and_dropped_with_the_scope() {
    let log = Log::default();
    balanced(|| {
        {
            scope!(cx);
            let error = Err::<(), _>(Foreign::new(&log, 1)).adopt_in(cx).unwrap_err();
            let error = error.context_in(cx, format_args!("outer"));
            assert_eq!(texts(&error), ["outer", "foreign error 1", "invalid digit found in string"]);
            assert_eq!(error.downcast_ref::<Foreign>().unwrap().log.id, 1);
            assert!(error.downcast_ref::<ParseIntError>().is_some(), "its source, too");
            assert!(error.downcast_ref::<io::Error>().is_none());
            assert_eq!(error.source().unwrap().to_string(), "foreign error 1");
            assert_eq!(log.take(), []);
        }
        assert_eq!(log.take(), [1]);
    });
}

#[test]
fn er03_the_source_is_the_nearest_that_is_static() {
    scope!(cx);
    let message = error_in!(cx, "no digit").context_in(cx, format_args!("row"));
    assert!(message.source().is_none(), "messages are in the chain alone");
    let adopted = "x".parse::<u8>().adopt_in(cx).unwrap_err();
    assert!(adopted.source().is_none(), "it is not its own source");
    let refused = ScopedError::from(cx.try_alloc_slice_default::<u64>(usize::MAX).unwrap_err());
    assert!(refused.source().is_none());
    let error = refused.context_in(cx, format_args!("a")).context_in(cx, format_args!("b"));
    assert!(error.source().unwrap().is::<AllocError>());
}

#[test]
fn er03_question_mark_from_allocations_and_into_others() {
    fn squares<'mcx>(cx: MemCx<'mcx>, n: usize) -> Result<&'mcx [u64], ScopedError<'mcx>> {
        Ok(cx.try_alloc_slice_fill_with(n, |i| (i * i) as u64)?)
    }
    fn boxed<'mcx>(cx: MemCx<'mcx>, n: usize) -> Result<u64, Box<dyn Error + 'mcx>> {
        Ok(squares(cx, n)?.iter().sum())
    }
    #[scoped(cx, limit = 1000)]
    fn owned(n: usize) -> Result<u64, OwnedError> {
        cx.try_alloc(1)?;
        Ok(squares(cx, n)?.iter().sum())
    }
    scope!(cx, limit = 1000);
    assert_eq!(boxed(cx, 4).unwrap(), 14);
    let error = squares(cx, 1000).unwrap_err();
    assert_eq!(error.downcast_ref::<AllocError>().unwrap().size(), 8000);
    assert_eq!(error.refused().unwrap().scope(), "cx");
    let text = "scope `cx` cannot allocate 8000 bytes (align 8): it would exceed its limit of 1000 bytes, of which";
    for error in [error.to_string(), boxed(cx, 1000).unwrap_err().to_string(), owned(1000).unwrap_err().to_string()] {
        assert!(error.starts_with(text), "{error}");
    }
    assert_eq!(with_scope(|cx| squares(cx, 4).map(<[_]>::len).map_err(ScopedError::into_owned)).unwrap(), 4);
}

#[test]
fn er03_context_of_results_and_options() {
    scope!(cx);
    let ok: Result<u8, ScopedError<'_>> = Ok(1);
    assert_eq!(ok.with_context_in(cx, |_| unreachable!("not written")).unwrap(), 1);
    assert_eq!(Some(1).context_in(cx, format_args!("nothing")).unwrap(), 1);
    assert_eq!(None::<u8>.context_in(cx, format_args!("no {}", "name")).unwrap_err().to_string(), "no name");
    let error = Err::<u8, _>(()).with_context_in(cx, |f| write!(f, "row {}", 7)).unwrap_err();
    assert_eq!(texts(&error), ["row 7"]);
    // The cause is of an outer scope: linked as it is.
    let outer = error;
    scope!(inner in cx);
    let error = Err::<u8, _>(outer).context_in(inner, format_args!("inner {}", 1)).unwrap_err();
    assert_eq!(texts(&error), ["inner 1", "row 7"]);
}

#[test]
fn er03_moved_to_an_outer_scope_or_made_owned() {
    let log = Log::default();
    balanced(|| {
        scope!(cx);
        let (copy, owned) = {
            scope!(tmp in cx);
            let error = ScopedError::adopt(tmp, Foreign::new(&log, 1)).context_in(tmp, format_args!("row {}", 7));
            let error = error.context_in(tmp, format_args!("prices.csv"));
            assert_eq!(texts(&error.try_copy_in(cx).unwrap()), texts(&error));
            (error.copy_in(cx), error.into_owned())
        };
        assert_eq!(log.take(), [1], "what was adopted stays with its scope");
        let expected = ["prices.csv", "row 7", "foreign error 1", "invalid digit found in string"];
        assert_eq!(texts(&copy), expected);
        assert!(copy.downcast_ref::<Foreign>().is_none(), "of adopted errors the texts are copied");
        let mut link: Option<&dyn Error> = Some(&owned);
        for text in expected {
            assert_eq!(link.unwrap().to_string(), text);
            link = link.unwrap().source();
        }
        assert!(link.is_none());
    });
}

#[test]
fn er03_an_owner_takes_the_error_with_its_memory_anywhere() {
    let log = Log::default();
    let mine = log.clone();
    let kept = Kept::<ScopedError<'static>>::new(|cx| {
        ScopedError::adopt(cx, Foreign::new(&log, 1)).context_in(cx, format_args!("row {}", 7))
    });
    thread::spawn(move || {
        let error = kept.get();
        assert_eq!(texts(error), ["row 7", "foreign error 1", "invalid digit found in string"]);
        assert_eq!(error.downcast_ref::<Foreign>().unwrap().log.id, 1);
        assert_eq!(mine.take(), []);
    })
    .join()
    .unwrap();
    assert_eq!(log.take(), [1]);
}

#[test]
fn er03_an_error_that_a_transaction_commits_is_the_parents() {
    let log = Log::default();
    balanced(|| {
        {
            scope!(cx);
            let error = cx.transaction::<ScopedError<'static>, AllocError>(|tx, _| {
                Ok(ScopedError::adopt(tx, Foreign::new(&log, 1)).context_in(tx, format_args!("row {}", 7)))
            });
            let error = error.unwrap().context_in(cx, format_args!("table"));
            assert_eq!(texts(&error), ["table", "row 7", "foreign error 1", "invalid digit found in string"]);
            assert_eq!(log.take(), []);
        }
        assert_eq!(log.take(), [1]);
    });
}

#[test]
fn er03_a_copy_keeps_what_was_refused() {
    scope!(outer);
    let copies = {
        scope!(cx, name = "row", limit = 100);
        let refused = ScopedError::from(cx.try_alloc([0_u8; 200]).unwrap_err());
        let short = error_in!(cx, "{:>200}", 1);
        [refused, refused.context_in(outer, format_args!("loading")), short].map(|error| error.copy_in(outer))
    };
    for copy in copies {
        let refused = copy.refused().unwrap();
        assert_eq!((refused.scope(), refused.cause()), ("row", Cause::Limit));
    }
    assert_eq!(copies[0].downcast_ref::<AllocError>().unwrap().size(), 200);
    assert_eq!(copies[1].downcast_ref::<AllocError>().unwrap().size(), 200);
}

#[test]
fn er03_of_an_owned_error_a_scope_is_told_as_of_any_other() {
    scope!(cx);
    let owned = error_in!(cx, "no digit").context_in(cx, format_args!("row")).into_owned();
    let error = Err::<(), _>(owned).adopt_in(cx).context_in(cx, format_args!("table")).unwrap_err();
    assert_eq!(texts(&error), ["table", "row", "no digit"]);
}

/// A function over two subsystems, each with memory of its own.
mod two_subsystems {
    use super::*;

    #[derive(Debug)]
    enum Failed<'storage, 'network> {
        Storage(ScopedError<'storage>),
        Network(ScopedError<'network>),
    }

    impl fmt::Display for Failed<'_, '_> {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            match self {
                Self::Storage(error) => write!(f, "storage: {error:#}"),
                Self::Network(error) => write!(f, "network: {error:#}"),
            }
        }
    }

    impl Error for Failed<'_, '_> {}

    fn read<'s>(storage: MemCx<'s>, page: u32, log: &Log) -> Result<u32, ScopedError<'s>> {
        if page % 3 == 1 {
            return Err(Foreign::new(log, page)).adopt_in(storage).context_in(storage, format_args!("page {page}"));
        }
        Ok(page)
    }

    fn send<'n>(network: MemCx<'n>, page: u32, log: &Log) -> Result<(), ScopedError<'n>> {
        if page % 3 == 2 {
            return Err(Foreign::new(log, page)).adopt_in(network).context_in(network, format_args!("packet {page}"));
        }
        Ok(())
    }

    fn transfer<'s, 'n>(s: MemCx<'s>, n: MemCx<'n>, page: u32, log: &Log) -> Result<(), Failed<'s, 'n>> {
        let page = read(s, page, log).map_err(Failed::Storage)?;
        send(n, page, log).map_err(Failed::Network)
    }

    #[test]
    fn er04_an_error_of_either_is_known_by_type_and_freed_with_its_own_scope() {
        let log = Log::default();
        balanced(|| {
            scope!(storage, name = "storage", limit = 64 * 1024);
            {
                scope!(network, name = "network", limit = 16 * 1024);
                let results = [0, 1, 2].map(|page| transfer(storage, network, page, &log));
                assert!(matches!(results, [Ok(()), Err(Failed::Storage(_)), Err(Failed::Network(_))]));
                let shown = results[1..].iter().map(|result| result.as_ref().unwrap_err().to_string());
                assert!(shown.eq([
                    "storage: page 1: foreign error 1: invalid digit found in string",
                    "network: packet 2: foreign error 2: invalid digit found in string",
                ]));
                assert_eq!(log.take(), []);
            }
            assert_eq!(log.take(), [2], "the network's errors go with the network");
        });
        assert_eq!(log.take(), [1]);
    }

    #[test]
    fn er04_an_error_outlives_the_other_subsystem() {
        let log = Log::default();
        scope!(storage);
        let failed: ScopedError<'_> = {
            scope!(network);
            match transfer(storage, network, 1, &log) {
                Err(Failed::Storage(error)) => error,
                other => panic!("{other:?}"),
            }
        };
        assert_eq!(failed.to_string(), "page 1");
    }
}

const DEEP: usize = 100_000;

fn deep(cx: MemCx<'_>) -> ScopedError<'_> {
    (1..DEEP).fold(error_in!(cx, "cause {}", 0), |error, n| error.context_in(cx, format_args!("cause {n}")))
}

/// Counts what is written, and keeps none of it.
struct Sink(usize);

impl Write for Sink {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0 += text.len();
        Ok(())
    }
}

#[test]
fn er05_a_long_chain_is_made_walked_printed_and_freed() {
    on_a_small_stack(|| {
        balanced(|| {
            scope!(cx);
            let error = deep(cx);
            assert_eq!(error.chain().count(), DEEP);
            assert_eq!(error.chain().last().unwrap().to_string(), "cause 0");
            assert!(error.source().is_none() && error.refused().is_none());
            for printed in [format_args!("{error:#}"), format_args!("{error:?}")] {
                let mut sink = Sink(0);
                sink.write_fmt(printed).unwrap();
                assert!(sink.0 > DEEP * 10);
            }
        });
    });
}

#[test]
fn er05_a_long_chain_is_copied_outward() {
    on_a_small_stack(|| {
        balanced(|| {
            scope!(cx);
            let copy = {
                scope!(tmp in cx);
                deep(tmp).copy_in(cx)
            };
            assert!(copy.chain().map(ToString::to_string).eq((0..DEEP).rev().map(|n| format!("cause {n}"))));
        });
    });
}

#[cfg_attr(feature = "checked", ignore = "about chunks")]
#[test]
fn er05_a_long_chain_is_made_owned_and_dropped() {
    on_a_small_stack(|| {
        let ((), used) = measure(|| {
            let owned = with_scope(|cx| deep(cx).into_owned());
            let mut sink = Sink(0);
            write!(sink, "{owned:#}{owned:?}").unwrap();
            let chain = std::iter::successors(Some(&owned as &(dyn Error + 'static)), |&error| error.source());
            assert_eq!(chain.count(), DEEP);
            drop(owned);
            memscope::trim();
        });
        assert_eq!(used.held, 0);
    });
}

#[test]
fn er05_a_long_chain_of_sources_is_walked_and_copied() {
    on_a_small_stack(|| {
        scope!(cx);
        let owned = deep(cx).into_owned();
        let error = ScopedError::adopt(cx, owned).context_in(cx, format_args!("adopted"));
        let copy = error.copy_in(cx);
        assert_eq!((error.chain().count(), copy.chain().count()), (DEEP + 1, DEEP + 1));
    });
}

/// Errors of every kind, made of what `cx` has; whether some were refused memory. None of them may be silent about it.
fn every_kind(cx: MemCx<'_>, log: &Log) -> bool {
    let (row, table) = (7, "prices-of-the-last-ten-years.csv");
    let message = error_in!(cx, "row {row} of {table}: a value is missing");
    let context = error_in!(cx, "no digit").context_in(cx, format_args!("row {row} of {table}"));
    let adopted = ScopedError::adopt(cx, Foreign::new(log, 1));
    let both = adopted.context_in(cx, format_args!("row {row}"));
    let asked = cx.try_alloc([0_u8; 16]).context_in(cx, format_args!("loading {table}"));

    assert!(message.to_string().starts_with("row 7 of prices-of-the-last-t"), "{message}");
    assert!(format!("{context:#}").contains("no digit"), "the cause comes before its context: {context:#}");
    assert!(adopted.to_string().starts_with("foreign error 1"), "{adopted}");
    assert!(format!("{both:#}").contains("foreign error 1"), "{both:#}");
    if let Err(error) = asked {
        assert!(error.to_string().starts_with("loading prices-of-the-last-te"), "{error}");
        assert_eq!(error.refused().unwrap().size(), 16, "what was asked for, not what the error lacks: {error:#}");
    }
    let errors = [message, context, adopted, both];
    for error in errors {
        let text = format!("{error:#}");
        match error.refused() {
            Some(refused) => assert!(text.contains(&refused.to_string()) && refused.scope() == "cx", "{text}"),
            None => assert!(!text.contains('…') && !text.contains("(and"), "{text}"),
        }
        assert_eq!(format!("{:#}", error.into_owned()), text);
    }
    errors.iter().any(|error| error.refused().is_some()) || asked.is_err()
}

#[test]
fn er06_within_every_limit_from_nothing_on_an_error_says_what_happened() {
    let log = Log::default();
    let mut limit = 0;
    loop {
        let refused = balanced(|| {
            scope!(cx, limit = limit);
            every_kind(cx, &log)
        });
        assert_eq!(log.take(), [1], "an adopted error is dropped once, whether there was room for it or not");
        if !refused {
            break;
        }
        limit += 1;
    }
    assert!(limit > 200, "{limit}");
}

#[cfg_attr(feature = "checked", ignore = "about chunks")]
#[test]
fn er06_when_the_budget_is_used_up_to_the_last_byte() {
    const LIMIT: usize = 1000;
    let room = {
        scope!(cx, limit = LIMIT);
        (0..).take_while(|_| cx.try_alloc_str("x").is_ok()).count()
    };
    let (row, table, value) = (7, "prices-of-the-last-ten-years.csv", "é".repeat(20));
    let full = format!("row {row} of {table}: `{value}` is no number");
    let mut whole = 0;
    for left in 0..200 {
        scope!(cx, limit = LIMIT);
        cx.alloc_slice_copy(&vec![0_u8; room - left]);
        assert!(cx.try_alloc_slice_copy(&[0_u8; 201]).is_err());
        let error = error_in!(cx, "row {row} of {table}: `{value}` is no number");
        let text = error.to_string();
        let shown = text.split(" (and").next().unwrap().trim_end_matches('…');
        assert!(full.starts_with(shown) && shown.len() >= 28, "{text}");
        assert!(left < 48 || shown.len() > 40, "a text ends where the memory does: {text}");
        match error.refused() {
            None => whole += 1,
            Some(refused) => assert!(text.ends_with(&format!(" (and {refused})")) && refused.scope() == "cx", "{text}"),
        }
    }
    assert!((80..200 - full.len() + 1).contains(&whole), "{whole}");
}

#[test]
fn er06_when_the_heap_is_empty() {
    let log = Log::default();
    for chunks in 0..3 {
        balanced(|| {
            scope!(cx);
            with_chunks(chunks, || every_kind(cx, &log));
            assert!(!every_kind(cx, &log), "and whole again when there is memory");
        });
    }
    scope!(cx);
    let (error, _) = measure(|| {
        without_heap(|| {
            memscope::trim();
            ScopedError::adopt(cx, Foreign::new(&log, 2)).context_in(cx, format_args!("row {}", 7))
        })
    });
    assert_eq!(
        error.to_string(),
        "foreign error 2: invalid digi… (and scope `cx` cannot allocate 8 bytes (align 8): out of memory)"
    );
}

#[test]
fn er06_a_refusal_keeps_its_place_beside_the_context() {
    scope!(cx, name = "row", limit = 0);
    let error =
        cx.try_alloc(1_u64).context_in(cx, format_args!("loading the configuration of the station")).unwrap_err();
    let text = "loading the configuration of the station (and scope `row` cannot allocate 8 bytes (align 8): it would \
                exceed its limit of 0 bytes, of which 0 are used)";
    assert_eq!(format!("{error:#}"), text);
    let again = error.context_in(cx, format_args!("left out"));
    assert_eq!(format!("{again:#}"), text, "what was known first is kept");
}

#[test]
fn er06_an_adopted_refusal_needs_no_memory() {
    scope!(cx, name = "row", limit = 0);
    let error = cx.try_alloc(1_u64).adopt_in(cx).unwrap_err();
    assert_eq!(error.to_string(), cx.try_alloc(1_u64).unwrap_err().to_string());
    assert_eq!(error.downcast_ref::<AllocError>().unwrap().size(), 8);
}

#[test]
fn er06_a_text_is_cut_between_characters() {
    scope!(cx, limit = 0);
    for lead in 0..4 {
        let error = error_in!(cx, "{}{}", "x".repeat(lead), "€".repeat(20));
        let text = error.to_string();
        let shown = text.split('…').next().unwrap();
        assert_eq!(shown, format!("{}{}", "x".repeat(lead), "€".repeat((29 - lead) / 3)));
    }
    // What follows a cut is not appended, even if it fits.
    assert!(error_in!(cx, "{}{}", "€".repeat(20), "x").to_string().starts_with(&format!("{}…", "€".repeat(9))));
    // And 29 bytes are not cut at all.
    assert!(error_in!(cx, "{}", "x".repeat(29)).to_string().starts_with(&format!("{} (and", "x".repeat(29))));
}

#[test]
fn er06_a_copy_into_a_scope_that_has_little() {
    scope!(cx);
    let short = error_in!(cx, "no digit").context_in(cx, format_args!("row {}", 7));
    let long = error_in!(cx, "cause {}", "c".repeat(100)).context_in(cx, format_args!("row {}", 7));
    for error in [short, long] {
        let (mut whole, mut one_text) = (0, 0);
        for limit in 0..800 {
            scope!(little, limit = limit);
            let copy = error.copy_in(little);
            assert!(copy.to_string().starts_with("row 7"), "{copy}");
            match copy.refused() {
                None => assert_eq!(texts(&copy), texts(&error)),
                Some(refused) => {
                    assert!(format!("{copy:#}").contains(&refused.to_string()), "{copy:#}");
                    one_text += usize::from(copy.to_string().starts_with("row 7: no digit (and"));
                }
            }
            scope!(little, limit = limit);
            match error.try_copy_in(little) {
                Ok(copy) => {
                    assert_eq!((texts(&copy), copy.refused().is_none()), (texts(&error), true));
                    whole += 1;
                }
                Err(refused) => assert_eq!(refused.scope(), "little"),
            }
        }
        assert!((1..800).contains(&whole), "{whole}");
        assert_eq!(one_text > 20, error.chain().last().unwrap().to_string() == "no digit", "{one_text}");
    }
}

#[test]
fn er06_made_owned_without_a_heap() {
    scope!(cx);
    let error = error_in!(cx, "cause {}", 1).context_in(cx, format_args!("row {}", 7));
    let refused = without_heap(|| error.try_into_owned().unwrap_err());
    assert_eq!(refused.to_string(), "scope `heap` cannot allocate 5 bytes (align 1): out of memory");
    assert!(error.try_into_owned().is_ok());
}

#[test]
fn er06_a_display_that_panics_is_passed_on() {
    struct Called;
    impl fmt::Display for Called {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("called")?;
            user_code();
            Ok(())
        }
    }
    balanced(|| {
        scope!(cx);
        let before = cx.alloc_str("before");
        for n in 0.. {
            let (panicked, _) = with_panic_at(n, || {
                let error = error_in!(cx, "{Called}").context_in(cx, format_args!("{Called}, {Called}"));
                assert_eq!(texts(&error), ["called, called", "called"]);
            });
            if !panicked {
                break;
            }
            assert!(n < 3);
        }
        assert_eq!(before, "before");
    });
    struct Loudly;
    impl fmt::Display for Loudly {
        fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
            panic!("no text")
        }
    }
    scope!(cx, limit = 0);
    assert_eq!(panic_text(|| error_in!(cx, "{Loudly}")), "no text");
}

#[test]
fn er06_a_display_that_fails_leaves_what_it_wrote() {
    struct Grumpy;
    impl fmt::Display for Grumpy {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("written, then not")?;
            Err(fmt::Error)
        }
    }
    scope!(cx);
    let error = error_in!(cx, "{Grumpy}");
    assert_eq!(
        error.to_string(),
        "written, then not (and a formatting implementation returned an error while scope `cx` was written to)"
    );
    assert_eq!(error.refused().unwrap().cause(), Cause::Format);
    let below = error_in!(cx, "below").context_in(cx, format_args!("{Grumpy}"));
    assert_eq!(below.chain().last().unwrap().to_string(), "below");
}

#[test]
fn er06_a_display_that_ignores_errors_is_cut_all_the_same() {
    struct Deaf;
    impl fmt::Display for Deaf {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            for text in ["€€€€€€€€€€€€", "x", "yz"] {
                let _ = f.write_str(text);
            }
            Ok(())
        }
    }
    scope!(cx, limit = 0);
    assert!(error_in!(cx, "{Deaf}").to_string().starts_with("€€€€€€€€€… (and"));
}

#[test]
fn er06_a_display_is_called_once_whatever_it_writes() {
    struct Growing(std::cell::Cell<usize>);
    impl fmt::Display for Growing {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            let n = self.0.replace(self.0.get() * 100 + 1);
            f.write_str(&"x".repeat(n))
        }
    }
    for limit in 0..200 {
        scope!(cx, limit = limit);
        let growing = Growing(std::cell::Cell::new(3));
        assert!(error_in!(cx, "{growing}").to_string().starts_with("xxx"));
        assert_eq!(growing.0.get(), 301);
    }
}

#[test]
fn er06_sources_that_differ_from_walk_to_walk() {
    #[derive(Debug)]
    struct Fickle(std::sync::atomic::AtomicUsize, ParseIntError);
    impl fmt::Display for Fickle {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("fickle")
        }
    }
    impl Error for Fickle {
        fn source(&self) -> Option<&(dyn Error + 'static)> {
            let n = self.0.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            n.is_multiple_of(2).then_some(&self.1)
        }
    }
    scope!(cx);
    for first in 0..2 {
        let error = ScopedError::adopt(cx, Fickle(first.into(), "x".parse::<u8>().unwrap_err()));
        assert_eq!(texts(&error.copy_in(cx)), ["fickle"]);
    }
}
