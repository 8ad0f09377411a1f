//! The document of `json`, read by serde: into a scope, into owned structs, into a tree of its own.

use std::hint::black_box;

use memscope::{DeserializeIn, MemCx, scope};
use serde::Deserialize;
use serde_json::{Deserializer, Value};

use super::json::{DOCUMENT, RECORDS};
use crate::harness::{Clock, Workload};

pub static READ: Workload = Workload {
    key: "read",
    title: "read JSON with serde",
    unit: "record",
    units: RECORDS as u32,
    target: Some(1.0),
    cases: cases! {
        "memscope" => copied,
        "memscope:lent" => lent,
        "glibc" => owned,
        "glibc:lent" => owned_lent,
        "serde_json" => tree,
    },
};

/// A record, with text and lists of some kind.
macro_rules! record {
    ($name:ident $(<$life:lifetime>)?, $derive:ident, $text:ty, $list:ty) => {
        #[derive($derive)]
        #[allow(dead_code)]
        struct $name $(<$life>)? {
            id: u64,
            name: $text,
            city: $text,
            active: bool,
            parent: Option<u64>,
            scores: $list,
            weight: i64,
        }
    };
}
record!(Scoped<'mcx>, DeserializeIn, &'mcx str, &'mcx [u64]);
record!(Owned, Deserialize, String, Vec<u64>);
record!(Lent<'src>, Deserialize, &'src str, Vec<u64>);

/// What is asked of each kind of list.
macro_rules! sum {
    ($records:expr) => {
        $records
            .iter()
            .map(|record| record.id + record.city.len() as u64 + record.scores.iter().sum::<u64>())
            .sum::<u64>()
    };
}

#[inline(always)]
fn in_scope(clock: &mut Clock, read: impl for<'m> Fn(MemCx<'m>, &'static str) -> &'m [Scoped<'m>]) {
    scope!(parent);
    let parent = black_box(parent);
    clock.time(|_| {
        scope!(cx in parent);
        sum!(read(cx, black_box(DOCUMENT.as_str())))
    });
}

fn copied(clock: &mut Clock) {
    in_scope(clock, |cx, text| cx.deserialize(&mut Deserializer::from_str(text)).expect("well-formed"));
}

fn lent(clock: &mut Clock) {
    in_scope(clock, |cx, text| cx.deserialize_borrowed(&mut Deserializer::from_str(text)).expect("well-formed"));
}

fn owned(clock: &mut Clock) {
    clock.time(|_| {
        let records: Vec<Owned> = serde_json::from_str(black_box(DOCUMENT.as_str())).expect("well-formed");
        sum!(records)
    });
}

fn owned_lent(clock: &mut Clock) {
    clock.time(|_| {
        let records: Vec<Lent<'_>> = serde_json::from_str(black_box(DOCUMENT.as_str())).expect("well-formed");
        sum!(records)
    });
}

fn tree(clock: &mut Clock) {
    let number = |value: &Value| value.as_u64().expect("a number");
    clock.time(|_| {
        let records: Value = serde_json::from_str(black_box(DOCUMENT.as_str())).expect("well-formed");
        let record = |record: &Value| {
            let city = record["city"].as_str().expect("a text").len() as u64;
            number(&record["id"]) + city + record["scores"].as_array().expect("a list").iter().map(number).sum::<u64>()
        };
        records.as_array().expect("a list").iter().map(record).sum()
    });
}
