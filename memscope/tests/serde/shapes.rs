//! Each type that can be read, and what it is read from.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::marker::PhantomData;
use std::net::IpAddr;
use std::num::NonZeroU8;
use std::time::Duration;

use memscope::{
    Branded, DeserializeIn, Keepable, MemBox, MemCell, MemDeque, MemKey, MemMap, MemSet, MemString, MemVec, de, scope,
    unsize,
};
use serde::{Serialize, Serializer};

use crate::json;

#[test]
fn cx09_text() {
    scope!(cx);
    assert_eq!(json::<&str>(cx, r#""plain""#).unwrap(), "plain");
    assert_eq!(json::<&str>(cx, r#""a\n\u00e9""#).unwrap(), "a\né");
    assert_eq!(json::<Cow<'_, str>>(cx, r#""x""#).unwrap(), "x");
    json::<&mut str>(cx, r#""x""#).unwrap().make_ascii_uppercase();
    let mut text = json::<MemString<'_>>(cx, r#""x""#).unwrap();
    text.push('y');
    assert_eq!((text.as_str(), &*json::<MemBox<'_, str>>(cx, r#""z""#).unwrap()), ("xy", "z"));
    assert_eq!(json::<(String, Box<str>, char)>(cx, r#"["a", "b", "c"]"#).unwrap(), ("a".into(), "b".into(), 'c'));
}

#[test]
fn cx09_text_is_lent_only_where_the_input_outlives_the_scope() {
    let text = String::from(r#"["plain", "es\ncaped", {"key": "value"}]"#);
    let bytes = [3, 1, 2, 3];
    scope!(cx);
    type Parts<'m> = (&'m str, &'m str, MemMap<'m, &'m str, Cow<'m, str>>);
    let within = |part: &str| text.as_bytes().as_ptr_range().contains(&part.as_ptr());
    let mut input = serde_json::Deserializer::from_str(&text);
    let (plain, escaped, map): Parts<'_> = cx.deserialize_borrowed(&mut input).unwrap();
    assert_eq!((plain, escaped, &*map["key"]), ("plain", "es\ncaped", "value"));
    assert_eq!((within(plain), within(escaped), within(&map["key"])), (true, false, true));
    let (plain, _, map): Parts<'_> = json(cx, &text).unwrap();
    assert_eq!((within(plain), within(&map["key"])), (false, false));
    let lent = de::bytes(de::Dest::borrowing(cx), &mut postcard::Deserializer::from_bytes(&bytes)).unwrap();
    assert_eq!((lent, lent.as_ptr()), (&[1, 2, 3][..], bytes[1..].as_ptr()));
    let copied = de::bytes(de::Dest::new(cx), &mut postcard::Deserializer::from_bytes(&bytes)).unwrap();
    assert!(copied == lent && copied.as_ptr() != lent.as_ptr());
    for text in ["[1,2,3]", r#""\u0001\u0002\u0003""#] {
        assert_eq!(de::bytes(de::Dest::new(cx), &mut serde_json::Deserializer::from_str(text)).unwrap(), [1, 2, 3]);
    }
}

#[test]
fn cx09_a_reader_lends_nothing() {
    scope!(cx);
    let words: &[&str] = cx.deserialize(&mut serde_json::Deserializer::from_reader(&br#"["a", "b\t"]"#[..])).unwrap();
    assert_eq!(words, ["a", "b\t"]);
}

#[test]
fn cx09_sequences() {
    scope!(cx);
    let text = "[3, 1, 2]";
    assert_eq!(json::<&[u8]>(cx, text).unwrap(), [3, 1, 2]);
    json::<&mut [u64]>(cx, text).unwrap().sort_unstable();
    let mut vec = json::<MemVec<'_, u8>>(cx, text).unwrap();
    vec.push(4);
    assert_eq!(vec, [3, 1, 2, 4]);
    assert_eq!(json::<MemDeque<'_, u8>>(cx, text).unwrap(), [3, 1, 2]);
    assert_eq!(*json::<MemBox<'_, [u8]>>(cx, text).unwrap(), [3, 1, 2]);
    assert_eq!(json::<[u8; 3]>(cx, text).unwrap(), [3, 1, 2]);
    assert_eq!(json::<(u8, f32, i128)>(cx, text).unwrap(), (3, 1.0, 2));
    assert_eq!(json::<Vec<u8>>(cx, text).unwrap(), [3, 1, 2]);
    assert_eq!(json::<VecDeque<u8>>(cx, text).unwrap(), [3, 1, 2]);
    assert_eq!(json::<BTreeSet<u8>>(cx, text).unwrap(), [1, 2, 3].into());
    assert_eq!(json::<HashSet<u8>>(cx, text).unwrap(), [1, 2, 3].into());
    assert_eq!(json::<MemSet<'_, u8>>(cx, text).unwrap().len(), 3);
    assert_eq!(*json::<Box<[u8]>>(cx, text).unwrap(), [3, 1, 2]);
    assert_eq!(json::<&[&[&str]]>(cx, r#"[["a"], [], ["b", "c"]]"#).unwrap()[2], ["b", "c"]);
}

#[test]
fn cx09_maps_references_options() {
    scope!(cx);
    let text = r#"{"a": [1], "b": []}"#;
    assert_eq!(json::<MemMap<'_, &str, &[u8]>>(cx, text).unwrap()["a"], [1]);
    assert_eq!(json::<HashMap<&str, MemVec<'_, u8>>>(cx, text).unwrap()["a"], [1]);
    assert_eq!(json::<BTreeMap<String, Vec<u8>>>(cx, text).unwrap()["a"], [1]);
    assert_eq!(json::<&Option<&u8>>(cx, "5").unwrap(), &Some(&5));
    assert_eq!(json::<Option<&mut u8>>(cx, "null").unwrap(), None);
    assert_eq!(*json::<MemBox<'_, Box<u8>>>(cx, "5").unwrap(), Box::new(5));
    let (unit, nothing, ip): ((), PhantomData<u8>, IpAddr) = json(cx, r#"[null, null, "::1"]"#).unwrap();
    assert_eq!((unit, nothing, ip.is_loopback()), ((), PhantomData, true));
    assert_eq!(json::<Duration>(cx, r#"{"secs": 1, "nanos": 2}"#).unwrap(), Duration::new(1, 2));
    assert_eq!(json::<(NonZeroU8, bool)>(cx, "[1, true]").unwrap().0.get(), 1);
}

#[test]
fn cx09_containers_are_written_as_what_they_hold() {
    scope!(cx);
    let mut map = cx.map();
    map.insert("k", cx.boxed([1_u8]));
    let mut deque = MemDeque::from_array_in([2_u8], cx);
    deque.push_front(1);
    let text = MemString::from_str_in("text", cx);
    let set: MemSet<'_, u8> = json(cx, "[9]").unwrap();
    let symbol = cx.interner().symbol("name");
    let slice = unsize!(cx.boxed([1_u8, 2]) => [u8]);
    let all = (MemVec::from_array_in(["a"], cx), deque, text, map, set, symbol, slice, cx.boxed("b"));
    assert_eq!(serde_json::to_string(&all).unwrap(), r#"[["a"],[1,2],"text",{"k":[1]},[9],"name",[1,2],"b"]"#);
    let kept = memscope::Kept::<&'static [u8]>::new(|cx| cx.alloc_slice_copy(&[1, 2]));
    assert_eq!(serde_json::to_string(&kept).unwrap(), "[1,2]");
    assert_eq!(serde_json::to_string(&kept.into_rc()).unwrap(), "[1,2]");
}

#[test]
fn cx09_an_owner_of_cells_is_written_with_its_own_key() {
    #[derive(Keepable)]
    struct Ring<'m> {
        key: MemKey<'m>,
        first: &'m MemCell<'m, Stop<'m>>,
    }

    struct Stop<'m>(&'m str, Option<&'m MemCell<'m, Stop<'m>>>);

    impl Serialize for Ring<'_> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let next = std::iter::successors(Some(self.first), |stop| stop.get(&self.key).1);
            let round = next.skip(1).take_while(|stop| !std::ptr::eq(*stop, self.first));
            serializer.collect_seq(std::iter::once(self.first).chain(round).map(|stop| stop.get(&self.key).0))
        }
    }

    let mut ring = Branded::<Ring<'static>>::new(|own| {
        let mut key = own.key;
        let first = &*own.cx.alloc(MemCell::new(Stop("a", None)));
        let second = own.cx.alloc(MemCell::new(Stop("b", Some(first))));
        first.get_mut(&mut key).1 = Some(second);
        Ring { key, first }
    });
    assert_eq!(serde_json::to_string(&ring).unwrap(), r#"["a","b"]"#);
    ring.with_mut(|ring, cx| ring.first.get_mut(&mut ring.key).0 = cx.alloc_str("A"));
    assert_eq!(serde_json::to_string(&ring).unwrap(), r#"["A","b"]"#);
}

#[test]
fn cx09_an_implementation_by_hand() {
    /// Any JSON.
    #[derive(Debug, PartialEq)]
    enum Json<'mcx> {
        Null,
        Bool(bool),
        Number(f64),
        Text(&'mcx str),
        Array(&'mcx [Json<'mcx>]),
        Object(&'mcx [(&'mcx str, Json<'mcx>)]),
    }

    impl<'de, 'mcx> DeserializeIn<'de, 'mcx> for Json<'mcx> {
        fn deserialize_in<D>(dest: de::Dest<'de, 'mcx>, deserializer: D) -> Result<Self, D::Error>
        where
            D: serde::Deserializer<'de>,
        {
            deserializer.deserialize_any(Any(dest.deeper()?))
        }
    }

    struct Any<'de, 'mcx>(de::Dest<'de, 'mcx>);
    impl<'de, 'mcx> serde::de::Visitor<'de> for Any<'de, 'mcx> {
        type Value = Json<'mcx>;

        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("JSON")
        }
        fn visit_unit<E>(self) -> Result<Json<'mcx>, E> {
            Ok(Json::Null)
        }
        fn visit_bool<E>(self, value: bool) -> Result<Json<'mcx>, E> {
            Ok(Json::Bool(value))
        }
        fn visit_u64<E>(self, value: u64) -> Result<Json<'mcx>, E> {
            Ok(Json::Number(value as f64))
        }
        fn visit_f64<E>(self, value: f64) -> Result<Json<'mcx>, E> {
            Ok(Json::Number(value))
        }
        fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Json<'mcx>, E> {
            Ok(Json::Text(self.0.cx().try_alloc_str(text).map_err(E::custom)?))
        }
        fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut items: A) -> Result<Json<'mcx>, A::Error> {
            let mut array = self.0.cx().vec();
            while let Some(item) = items.next_element_seed(self.0.seed())? {
                array.push(item);
            }
            Ok(Json::Array(array.into_slice()))
        }
        fn visit_map<A: serde::de::MapAccess<'de>>(self, mut entries: A) -> Result<Json<'mcx>, A::Error> {
            let mut object = self.0.cx().vec();
            while let Some(entry) = entries.next_entry_seed(self.0.seed(), self.0.seed())? {
                object.push(entry);
            }
            Ok(Json::Object(object.into_slice()))
        }
    }
    scope!(cx);
    let value: Json<'_> = json(cx, r#"{"a": [null, true, 1.5, 2, "x"]}"#).unwrap();
    let Json::Object([("a", Json::Array([Json::Null, Json::Bool(true), rest @ ..]))]) = value else {
        panic!("{value:?}")
    };
    assert_eq!(rest, [Json::Number(1.5), Json::Number(2.0), Json::Text("x")]);
}
