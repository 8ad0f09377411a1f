//! A document of some 10 KB is parsed into a tree, which is summed up and goes.

use std::{fmt::Write, hint::black_box, marker::PhantomData, sync::LazyLock};

use memscope::scope;

use crate::{
    harness::{Clock, Workload},
    peers::{Buffers, Growing, Grows, Heap, List, Text, furnish},
    words::Words,
};

pub(super) const RECORDS: u64 = 64;
/// A record has its object, seven members, and three elements in one of them; the list holds them all.
const VALUES: u32 = 11 * RECORDS as u32 + 1;

pub static JSON: Workload = Workload {
    key: "json",
    title: "parse JSON into a tree",
    unit: "value",
    units: VALUES,
    target: Some(1.0),
    cases: cases! { "memscope" => in_scope, heaps => on_the_heap, growing => in_arena },
};

pub(super) static DOCUMENT: LazyLock<String> = LazyLock::new(|| {
    let words = Words::new();
    let mut json = String::from("[");
    for i in 0..RECORDS {
        let (name, city, numbers) = (words.at(i), words.at(i * 7 + 3), [i * 31 % 97, i * i, 1000 - i]);
        let comma = if i + 1 < RECORDS { ",\n" } else { "]" };
        write!(
            json,
            r#"{{ "id": {i}, "name": "{name}", "city": "{city} on the {name}", "active": {}, "parent": null, "scores": {numbers:?}, "weight": {} }}{comma}"#,
            i % 3 == 0,
            i * 12345 % 1009,
        )
        .expect("a string takes everything");
    }
    json
});

/// What a parser makes of what it reads.
trait Build: Copy {
    type Value;
    type Text;
    type List;
    type Map;

    fn null(self) -> Self::Value;
    fn truth(self, truth: bool) -> Self::Value;
    fn number(self, number: i64) -> Self::Value;
    fn text(self, text: &str) -> Self::Text;
    fn string(self, text: Self::Text) -> Self::Value;
    fn list(self) -> Self::List;
    fn push(self, list: &mut Self::List, value: Self::Value);
    fn close_list(self, list: Self::List) -> Self::Value;
    fn map(self) -> Self::Map;
    fn insert(self, map: &mut Self::Map, key: Self::Text, value: Self::Value);
    fn close_map(self, map: Self::Map) -> Self::Value;
}

/// A recursive descent over well-formed JSON without escapes and fractions.
struct Parser<'s, B> {
    source: &'s str,
    at: usize,
    build: B,
}

impl<B: Build> Parser<'_, B> {
    fn value(&mut self) -> B::Value {
        self.skip_space();
        match self.peek() {
            b'{' => self.map(),
            b'[' => self.list(),
            b'"' => {
                let text = self.text();
                self.build.string(text)
            }
            b'n' => {
                self.at += "null".len();
                self.build.null()
            }
            b't' => {
                self.at += "true".len();
                self.build.truth(true)
            }
            b'f' => {
                self.at += "false".len();
                self.build.truth(false)
            }
            _ => self.number(),
        }
    }

    fn map(&mut self) -> B::Value {
        let mut map = self.build.map();
        self.at += 1;
        loop {
            self.skip_space();
            let key = self.text();
            self.skip_space();
            self.at += 1;
            let value = self.value();
            self.build.insert(&mut map, key, value);
            if self.ends(b'}') {
                return self.build.close_map(map);
            }
        }
    }

    fn list(&mut self) -> B::Value {
        let mut list = self.build.list();
        self.at += 1;
        loop {
            let value = self.value();
            self.build.push(&mut list, value);
            if self.ends(b']') {
                return self.build.close_list(list);
            }
        }
    }

    /// Steps over a comma or the closing bracket.
    fn ends(&mut self, bracket: u8) -> bool {
        self.skip_space();
        let ends = self.peek() == bracket;
        self.at += 1;
        ends
    }

    fn text(&mut self) -> B::Text {
        let start = self.at + 1;
        self.at = start;
        while self.peek() != b'"' {
            self.at += 1;
        }
        let text = &self.source[start..self.at];
        self.at += 1;
        self.build.text(text)
    }

    fn number(&mut self) -> B::Value {
        let mut number = 0;
        while let digit @ b'0'..=b'9' = self.peek() {
            number = number * 10 + i64::from(digit - b'0');
            self.at += 1;
        }
        self.build.number(number)
    }

    fn peek(&self) -> u8 {
        self.source.as_bytes()[self.at]
    }

    fn skip_space(&mut self) {
        while matches!(self.peek(), b' ' | b'\n') {
            self.at += 1;
        }
    }
}

/// Not inlined, as a parser is.
#[inline(never)]
fn parse<B: Build>(source: &str, build: B) -> B::Value {
    Parser { source, at: 0, build }.value()
}

enum Value<'a> {
    Null,
    Truth(bool),
    Number(i64),
    String(&'a str),
    List(&'a [Value<'a>]),
    Map(&'a [(&'a str, Value<'a>)]),
}

impl Value<'_> {
    fn sum(&self) -> u64 {
        match self {
            Value::Null => 1,
            Value::Truth(truth) => u64::from(*truth),
            Value::Number(number) => *number as u64,
            Value::String(text) => text.len() as u64,
            Value::List(values) => values.iter().map(Value::sum).sum(),
            Value::Map(members) => members.iter().map(|(key, value)| key.len() as u64 + value.sum()).sum(),
        }
    }
}

/// The vectors grow in the arena while their elements are made.
#[derive(Clone, Copy)]
struct InArena<'a, P>(P, PhantomData<&'a ()>);

impl<'a, P: Buffers<'a>> Build for InArena<'a, P> {
    type Value = Value<'a>;
    type Text = &'a str;
    type List = P::Vec<Value<'a>>;
    type Map = P::Vec<(&'a str, Value<'a>)>;

    fn null(self) -> Value<'a> {
        Value::Null
    }

    fn truth(self, truth: bool) -> Value<'a> {
        Value::Truth(truth)
    }

    fn number(self, number: i64) -> Value<'a> {
        Value::Number(number)
    }

    fn text(self, text: &str) -> &'a str {
        self.0.text(text)
    }

    fn string(self, text: &'a str) -> Value<'a> {
        Value::String(text)
    }

    fn list(self) -> Self::List {
        self.0.vec()
    }

    fn push(self, list: &mut Self::List, value: Value<'a>) {
        list.push(value);
    }

    fn close_list(self, list: Self::List) -> Value<'a> {
        Value::List(list.finish())
    }

    fn map(self) -> Self::Map {
        self.0.vec()
    }

    fn insert(self, map: &mut Self::Map, key: &'a str, value: Value<'a>) {
        map.push((key, value));
    }

    fn close_map(self, map: Self::Map) -> Value<'a> {
        Value::Map(map.finish())
    }
}

enum OwnedValue<H: Heap> {
    Null,
    Truth(bool),
    Number(i64),
    String(Text<H>),
    List(List<OwnedValue<H>, H>),
    Map(List<(Text<H>, OwnedValue<H>), H>),
}

impl<H: Heap> OwnedValue<H> {
    fn sum(&self) -> u64 {
        match self {
            Self::Null => 1,
            Self::Truth(truth) => u64::from(*truth),
            Self::Number(number) => *number as u64,
            Self::String(text) => text.len() as u64,
            Self::List(values) => values.iter().map(Self::sum).sum(),
            Self::Map(members) => members.iter().map(|(key, value)| key.len() as u64 + value.sum()).sum(),
        }
    }
}

#[derive(Clone, Copy)]
struct OnTheHeap<H>(H);

impl<H: Heap> Build for OnTheHeap<H> {
    type Value = OwnedValue<H>;
    type Text = Text<H>;
    type List = List<OwnedValue<H>, H>;
    type Map = List<(Text<H>, OwnedValue<H>), H>;

    fn null(self) -> OwnedValue<H> {
        OwnedValue::Null
    }

    fn truth(self, truth: bool) -> OwnedValue<H> {
        OwnedValue::Truth(truth)
    }

    fn number(self, number: i64) -> OwnedValue<H> {
        OwnedValue::Number(number)
    }

    fn text(self, text: &str) -> Text<H> {
        Text::copied(text)
    }

    fn string(self, text: Text<H>) -> OwnedValue<H> {
        OwnedValue::String(text)
    }

    fn list(self) -> Self::List {
        List::new_in(self.0)
    }

    fn push(self, list: &mut Self::List, value: OwnedValue<H>) {
        list.push(value);
    }

    fn close_list(self, list: Self::List) -> OwnedValue<H> {
        OwnedValue::List(list)
    }

    fn map(self) -> Self::Map {
        List::new_in(self.0)
    }

    fn insert(self, map: &mut Self::Map, key: Text<H>, value: OwnedValue<H>) {
        map.push((key, value));
    }

    fn close_map(self, map: Self::Map) -> OwnedValue<H> {
        OwnedValue::Map(map)
    }
}

/// Room for the whole tree, so that no peer takes a second chunk.
const ROOM: usize = 256 * 1024;

fn in_scope(clock: &mut Clock) {
    let source = black_box(DOCUMENT.as_str());
    scope!(parent);
    furnish(parent, ROOM);
    let parent = black_box(parent);
    clock.time(|_| {
        scope!(cx in parent);
        parse(source, InArena(cx, PhantomData)).sum()
    });
}

fn in_arena<A: Grows>(clock: &mut Clock) {
    let source = black_box(DOCUMENT.as_str());
    let mut arena = A::with_room(ROOM);
    let arena = black_box(&mut arena);
    clock.time(|_| arena.scope(|place| parse(source, InArena(place, PhantomData)).sum()));
}

fn on_the_heap<H: Heap>(clock: &mut Clock) {
    let source = black_box(DOCUMENT.as_str());
    clock.time(|_| parse(source, OnTheHeap(H::default())).sum());
}
