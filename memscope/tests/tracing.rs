//! Events at the opening and the end of scopes.
#![cfg(feature = "tracing")]

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt::Debug;
use std::sync::{Mutex, MutexGuard, PoisonError};

use memscope::{scope, with_scope};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber, subscriber};

type Fields = BTreeMap<&'static str, String>;

thread_local!(static EVENTS: RefCell<Vec<Fields>> = const { RefCell::new(Vec::new()) });

/// Writes events down, after it has done something else.
struct Recorder(fn());

struct Fill(Fields);

impl Visit for Fill {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0.insert(field.name(), format!("{value:?}"));
    }
}

impl Subscriber for Recorder {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "memscope"
    }

    fn event(&self, event: &Event<'_>) {
        let mut fill = Fill(Fields::new());
        event.record(&mut fill);
        EVENTS.with_borrow_mut(|events| events.push(fill.0));
        self.0();
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        unreachable!("there are no spans")
    }
    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

/// For one test at a time: while there is one subscriber, a thread without it that comes to an event first turns that off for all.
fn alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The events of `f`, each with the fields `names`.
fn events(also: fn(), names: &[&str], f: impl FnOnce()) -> Vec<String> {
    subscriber::with_default(Recorder(also), f);
    let events = EVENTS.take();
    let get = |event: &Fields, name: &&str| event.get(name).map_or("-", |value| value.trim_matches('"')).to_owned();
    events.iter().map(|event| names.iter().map(|name| get(event, name)).collect::<Vec<_>>().join(" ")).collect()
}

fn two_scopes() {
    scope!(outer);
    outer.alloc([1_u64; 3]);
    {
        scope!(inner in outer);
        let boxed = inner.boxed(1_u64);
        inner.free(boxed);
        inner.alloc(2_u64);
    }
    outer.alloc(2_u64);
}

#[test]
fn nx05_events_with_bytes() {
    let _alone = alone();
    let events = events(|| (), &["message", "scope", "bytes", "peak"], two_scopes);
    let expected =
        ["scope opened outer - -", "scope opened inner - -", "scope closed inner 16 8", "scope closed outer 32 32"];
    assert_eq!(events, expected);
    two_scopes();
    assert!(EVENTS.take().is_empty(), "nobody listens any more");
}

#[test]
fn nx05_events_say_where() {
    let _alone = alone();
    fn one_scope() -> u32 {
        scope!(cx);
        *cx.alloc(line!() - 1)
    }
    let here = format!("{} {}", file!(), one_scope());
    let events = events(|| (), &["file", "line"], || _ = one_scope());
    assert_eq!(events, [here.clone(), here]);
}

#[test]
fn nx05_a_subscriber_that_opens_scopes_is_not_told_of_them() {
    let _alone = alone();
    let also = || with_scope(|cx| assert_eq!(*cx.alloc(7), 7));
    assert_eq!(events(also, &["scope"], two_scopes), ["outer", "inner", "inner", "outer"]);
}

#[cfg_attr(feature = "checked", ignore = "about chunks")]
#[test]
fn nx05_a_subscriber_that_panics_does_not_keep_memory() {
    let _alone = alone();
    memscope::trim();
    assert_eq!(events(|| panic!("a subscriber panics"), &["scope"], two_scopes).len(), 4);
    let report = memscope::report();
    assert_eq!(report.total().scopes, 0);
    // The chunk is in the cache again: a scope begins with it.
    scope!(cx);
    assert!(cx.stats().reserved > 0);
}
