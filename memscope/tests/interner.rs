//! Each text once.
#![cfg(feature = "hashbrown")]

mod counted;

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher, BuildHasherDefault, Hash, Hasher};
use std::ptr;

use memscope::{Cause, InScope, Interner, Symbol, keep_with, scope};
use proptest::prelude::*;

#[test]
fn cx09_equal_texts_are_one() {
    scope!(cx);
    let mut names = cx.interner();
    assert!(names.is_empty() && names.get("a").is_none());
    let (a, b) = (names.symbol("a"), names.symbol("b"));
    assert!(a == names.symbol(&String::from("a")) && a != b && names.get("b") == Some(b));
    assert!(ptr::eq(names.intern("a"), a.get()));
    assert_eq!((names.len(), a.as_ref(), a.to_uppercase(), format!("{a}{b:?}")), (2, "a", "A".into(), "a\"b\"".into()));
    let mut all: Vec<&str> = names.iter().map(Symbol::get).collect();
    all.sort_unstable();
    assert_eq!((all, format!("{:?}", cx.interner())), (vec!["a", "b"], "{}".into()));
    assert_eq!((InScope::cx(&names).name(), *keep_with(&names, 5)), ("cx", 5));
}

#[test]
fn cx09_an_empty_text_is_not_its_neighbour() {
    scope!(cx);
    let mut names = cx.interner();
    let (empty, next) = (names.symbol(""), names.symbol("next"));
    assert!(empty != next && empty == names.symbol("") && next == names.symbol("next"));
    assert_eq!(HashMap::from([(empty, 0), (next, 1)]).len(), 2);
}

#[test]
fn cx09_what_lives_long_enough_is_not_copied() {
    static NAME: &str = "static";
    scope!(cx);
    let mut names = cx.interner();
    let name = names.symbol_of(NAME);
    assert!(ptr::eq(name.get(), NAME) && names.symbol("static") == name);
    let mine = names.symbol("mine");
    assert_eq!(names.symbol_of("mine"), mine, "the first copy stays");
}

#[test]
fn cx09_slices_of_plain_values() {
    scope!(cx);
    let mut bytes: Interner<'_, [u8]> = Interner::new_in(cx);
    assert_eq!(bytes.symbol(b"\xFF\0"), bytes.symbol(&[0xFF, 0]));
    let mut lists: Interner<'_, [Option<&u32>]> = Interner::new_in(cx);
    let (one, two) = (cx.alloc(1), cx.alloc(1));
    assert_eq!(lists.symbol(&[Some(one), None]), lists.symbol(&[Some(two), None]));
    let mut units: Interner<'_, [()]> = Interner::new_in(cx);
    assert!(units.symbol(&[(); 3]) == units.symbol(&[(); 3]) && units.symbol(&[(); 3]) != units.symbol(&[(); 4]));
}

#[test]
fn cx09_symbols_outlive_the_interner_and_growth() {
    scope!(cx);
    let symbols: Vec<Symbol<'_>> = {
        let mut names = cx.interner();
        let first: Vec<_> = (0..5000).map(|n| names.symbol(&n.to_string())).collect();
        let again: Vec<_> = (0..5000).map(|n| names.symbol(&n.to_string())).collect();
        assert!(first == again && names.len() == 5000);
        first
    };
    assert!(symbols.iter().enumerate().all(|(n, symbol)| symbol.get() == n.to_string()));
    assert_eq!(symbols.iter().collect::<HashSet<_>>().len(), 5000);
}

#[test]
fn pg08_growth_in_an_inner_scope_is_of_the_outer() {
    scope!(outer);
    let mut names = outer.interner();
    let mut kept = Vec::new();
    for n in 0..300 {
        scope!(row in outer);
        kept.push(names.intern(row.alloc_fmt(format_args!("name {}", n % 50))));
    }
    assert_eq!((names.len(), kept[49], kept[299]), (50, "name 49", "name 49"));
}

#[test]
fn cx07_a_failed_try_leaves_the_contents() {
    scope!(cx, name = "small", limit = 4096);
    let mut names = cx.interner();
    let mut n = 0;
    let error = loop {
        match names.try_symbol(&format!("a name of some length: {n}")) {
            Ok(_) => n += 1,
            Err(error) => break error,
        }
    };
    assert_eq!((error.scope(), error.cause(), names.len()), ("small", Cause::Limit, n));
    assert!((0..n).all(|n| names.get(&format!("a name of some length: {n}")).is_some()));
    assert_eq!(names.try_reserve(1000).unwrap_err().cause(), Cause::Limit);
    assert_eq!(names.try_reserve(usize::MAX).unwrap_err().cause(), Cause::CapacityOverflow);
    assert!(names.try_intern(&"x".repeat(9000)).is_err());
}

/// Every text has this hash.
#[derive(Default)]
struct Same;

impl Hasher for Same {
    fn finish(&self) -> u64 {
        7
    }
    fn write(&mut self, _: &[u8]) {}
}

#[test]
fn cx09_a_hasher_that_tells_nothing() {
    scope!(cx);
    let mut names = Interner::<str, _>::with_hasher_in(BuildHasherDefault::<Same>::default(), cx);
    let symbols: Vec<_> = (0..100).map(|n: u32| names.symbol(&n.to_string())).collect();
    assert_eq!(symbols.iter().map(|symbol| symbol.get()).collect::<HashSet<&str>>().len(), 100);
    assert_eq!(names.symbol("42"), symbols[42]);
}

#[test]
fn pg16_a_hash_or_comparison_that_panics() {
    thread_local! {
        static FUSE: std::cell::Cell<u32> = const { std::cell::Cell::new(u32::MAX) };
    }
    fn tick() {
        FUSE.set(FUSE.get() - 1);
        if FUSE.get() == 0 {
            std::panic::resume_unwind(Box::new("the fuse"));
        }
    }
    #[derive(Clone, Copy, Debug)]
    struct Wild(u8);
    impl PartialEq for Wild {
        fn eq(&self, other: &Self) -> bool {
            tick();
            self.0 == other.0
        }
    }
    impl Eq for Wild {}
    impl Hash for Wild {
        fn hash<H: Hasher>(&self, state: &mut H) {
            tick();
            state.write_u8(self.0);
        }
    }
    for fuse in 1..400 {
        scope!(cx);
        let mut lists: Interner<'_, [Wild]> = Interner::new_in(cx);
        FUSE.set(fuse);
        let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            for n in 0..60 {
                lists.intern(&[Wild(n % 40), Wild(n)]);
            }
        }));
        FUSE.set(u32::MAX);
        assert!(result.is_err() == (lists.len() < 60) && lists.iter().all(|list| list.get().len() == 2));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn cx09_as_many_symbols_as_texts(texts in prop::collection::vec("[a-c]{0,3}", 0..100)) {
        scope!(cx);
        let mut names = cx.interner();
        let symbols: Vec<Symbol<'_>> = texts.iter().map(|text| names.symbol(text)).collect();
        for (a, x) in texts.iter().zip(&symbols) {
            prop_assert_eq!(a.as_str(), x.get());
            for (b, y) in texts.iter().zip(&symbols) {
                prop_assert_eq!(a == b, x == y);
            }
        }
        let hash = |symbol: &Symbol<'_>| hashbrown_state().hash_one(symbol);
        prop_assert!(symbols.iter().all(|symbol| hash(symbol) == hash(&names.symbol(symbol))));
    }
}

fn hashbrown_state() -> impl BuildHasher {
    BuildHasherDefault::<std::hash::DefaultHasher>::default()
}
