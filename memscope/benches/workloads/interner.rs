//! A thousand names, each seen four times, become symbols; all peers have the same hash function.

use std::{hint::black_box, sync::LazyLock};

use hashbrown::{DefaultHashBuilder, HashSet};
use lasso::Rodeo;
use memscope::scope;
use string_interner::{StringInterner, backend::DefaultBackend};

use crate::{
    harness::{Clock, Workload},
    words::Words,
};

const NAMES: u64 = 1000;
const ROUNDS: u32 = 4;

pub static INTERN: Workload = Workload {
    key: "intern",
    title: "intern 1000 names, four times each",
    unit: "name",
    units: NAMES as u32 * ROUNDS,
    target: Some(1.0),
    cases: cases! { "memscope" => in_scope, "bumpalo" => by_hand, "lasso" => rodeo, "string-interner" => numbered },
};

static TEXTS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let words = Words::new();
    (0..NAMES).map(|i| format!("{}_{}", words.at(i), i / 8)).collect()
});

/// Every name in each round.
#[inline(always)]
fn names(mut intern: impl FnMut(&'static str)) {
    for _ in 0..ROUNDS {
        black_box(&*TEXTS).iter().for_each(|name| intern(name));
    }
}

fn in_scope(clock: &mut Clock) {
    scope!(parent);
    let parent = black_box(parent);
    clock.time(|_| {
        scope!(cx in parent);
        let mut interner = cx.interner();
        names(|name| {
            black_box(interner.symbol(name));
        });
        interner.len() as u64
    });
}

fn by_hand(clock: &mut Clock) {
    let mut bump = bumpalo::Bump::new();
    clock.time(|_| {
        bump.reset();
        let bump = &bump;
        let mut texts: HashSet<&str, _, _> = HashSet::new_in(bump);
        names(|name| {
            black_box(match texts.get(name) {
                Some(text) => *text,
                None => {
                    let text = &*bump.alloc_str(name);
                    texts.insert(text);
                    text
                }
            });
        });
        texts.len() as u64
    });
}

fn rodeo(clock: &mut Clock) {
    clock.time(|_| {
        let mut rodeo: Rodeo<lasso::Spur, _> = Rodeo::with_hasher(DefaultHashBuilder::default());
        names(|name| {
            black_box(rodeo.get_or_intern(name));
        });
        rodeo.len() as u64
    });
}

fn numbered(clock: &mut Clock) {
    clock.time(|_| {
        let mut interner: StringInterner<DefaultBackend, _> =
            StringInterner::with_hasher(DefaultHashBuilder::default());
        names(|name| {
            black_box(interner.get_or_intern(name));
        });
        interner.len() as u64
    });
}
