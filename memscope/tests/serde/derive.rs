//! What the derive makes of types and their attributes.

use memscope::{DeserializeIn, MemBox, MemVec, de, scope};
use serde::Serialize;

use crate::{json, refused};

#[derive(DeserializeIn, Serialize, Debug, PartialEq)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Named<'mcx> {
    the_id: u32,
    #[serde(rename = "kind", alias = "type", alias = "art")]
    r#type: &'mcx str,
    #[serde(skip_serializing_if = "Option::is_none")]
    may_be: Option<&'mcx str>,
    #[serde(default)]
    list: &'mcx [u8],
    #[serde(default = "seven")]
    number: u8,
    #[serde(skip)]
    cache: Option<&'mcx u8>,
}

fn seven() -> u8 {
    7
}

#[test]
fn cx09_fields_by_their_names() {
    scope!(cx);
    let least: Named<'_> = json(cx, r#"{"type": "a", "theId": 1}"#).unwrap();
    assert_eq!(least, Named { the_id: 1, r#type: "a", may_be: None, list: &[], number: 7, cache: None });
    let all = r#"{"theId":1,"kind":"a","mayBe":"b","list":[1],"number":2}"#;
    let read: Named<'_> = json(cx, all).unwrap();
    assert_eq!(serde_json::to_string(&read).unwrap(), all);
    let in_order: Named<'_> = json(cx, r#"[1, "a", null]"#).unwrap();
    assert_eq!(in_order, least);
}

#[test]
fn cx09_errors_say_what_serde_says() {
    #[derive(serde::Deserialize, Debug)]
    #[serde(rename_all = "camelCase", deny_unknown_fields)]
    #[allow(dead_code)]
    struct Owned {
        the_id: u32,
        #[serde(rename = "kind", alias = "type", alias = "art")]
        r#type: String,
        may_be: Option<String>,
        #[serde(default)]
        list: Vec<u8>,
        #[serde(default = "seven")]
        number: u8,
        #[serde(skip)]
        cache: Option<u8>,
    }
    scope!(cx);
    for text in [
        r#"{"theId": 1}"#,
        r#"{"theId": 1, "theId": 2, "kind": ""}"#,
        r#"{"theId": 1, "kind": "", "cache": 1}"#,
        r#"{"theId": "1"}"#,
        r#"{"theId": 1, "kind": 5}"#,
        r#"{"theId": 1, "kind": "", "art": ""}"#,
        r#"{"theId": -1}"#,
        r#"{"theId": 1, "kind": "", "list": {}}"#,
        r#"{"theId": 1, "kind": "", "list": [1, 300]}"#,
        "[1]",
        "5",
        "{",
        r#"{"theId": 1, "kind": "\ud800"}"#,
        r#"{"theId": 1, "kind": ""} 1"#,
    ] {
        let theirs = serde_json::from_str::<Owned>(text).unwrap_err().to_string();
        // serde lists a field's further names too.
        let theirs = theirs.replace("`art`, ", "").replace("`type`, ", "").replace("struct Owned", "struct Named");
        assert_eq!(refused::<Named<'_>>(cx, text), theirs, "{text}");
    }
}

#[derive(DeserializeIn, Serialize, Debug, PartialEq)]
#[serde(rename_all = "kebab-case", rename_all_fields = "UPPERCASE")]
enum Tagged<'mcx, T> {
    NoValue,
    #[serde(alias = "one")]
    OneValue(T),
    TwoValues(&'mcx str, #[serde(default)] u8),
    ByName {
        first: T,
        #[serde(rename = "2nd")]
        second: Option<&'mcx Tagged<'mcx, T>>,
    },
    #[serde(rename = "skips")]
    Skips(u8, #[serde(skip)] Option<T>),
}

#[test]
fn cx09_variants() {
    scope!(cx);
    let text = r#"["no-value",{"one-value":1},{"two-values":["a",2]},{"by-name":{"FIRST":3,"2nd":{"one-value":4}}},{"skips":[5]}]"#;
    let all: MemVec<'_, Tagged<'_, u32>> = json(cx, text).unwrap();
    assert_eq!(
        all,
        [
            Tagged::NoValue,
            Tagged::OneValue(1),
            Tagged::TwoValues("a", 2),
            Tagged::ByName { first: 3, second: Some(&Tagged::OneValue(4)) },
            Tagged::Skips(5, None),
        ]
    );
    assert_eq!(serde_json::to_string(&all).unwrap(), text);
    assert_eq!(json::<Tagged<'_, &str>>(cx, r#"{"one": "x"}"#).unwrap(), Tagged::OneValue("x"));
    assert_eq!(json::<Tagged<'_, u8>>(cx, r#"{"two-values": ["x"]}"#).unwrap(), Tagged::TwoValues("x", 0));
    assert_eq!(
        refused::<Tagged<'_, u8>>(cx, r#""other""#),
        "unknown variant `other`, expected one of `no-value`, `one-value`, `two-values`, `by-name`, `skips` at line 1 column 7"
    );
    assert!(
        refused::<Tagged<'_, u8>>(cx, r#"{"two-values": {"0": 1}}"#).contains("expected variant Tagged::TwoValues")
    );
    assert!(refused::<Tagged<'_, u8>>(cx, r#"{"two-values": []}"#).contains("invalid length 0"));
}

#[test]
fn cx09_structs_without_names() {
    #[derive(DeserializeIn, Debug, PartialEq)]
    struct Unit;
    #[derive(DeserializeIn, Debug, PartialEq)]
    struct Meters(f64);
    #[derive(DeserializeIn, Debug, PartialEq)]
    struct Pair<'a>(&'a str, #[serde(default = "crate::derive::seven")] u8);
    #[derive(DeserializeIn, Debug, PartialEq)]
    struct Nothing {}
    #[derive(DeserializeIn, Debug, PartialEq)]
    #[serde(transparent)]
    struct Clear<'a, T> {
        inner: &'a [T],
        #[serde(skip)]
        count: usize,
    }
    scope!(cx);
    let all: (Unit, Meters, Pair<'_>, Nothing) = json(cx, r#"[null, 1.5, ["a"], {"x": 1}]"#).unwrap();
    assert_eq!(all, (Unit, Meters(1.5), Pair("a", 7), Nothing {}));
    assert_eq!(json::<Clear<'_, u8>>(cx, "[1]").unwrap(), Clear { inner: &[1], count: 0 });
    assert!(refused::<Pair<'_>>(cx, "{}").contains("expected tuple struct Pair"));
    assert!(refused::<Unit>(cx, "1").contains("expected unit struct Unit"));
}

#[test]
fn cx09_a_default_for_the_whole() {
    #[derive(DeserializeIn, Debug, PartialEq)]
    #[serde(default)]
    struct Options<'mcx> {
        name: &'mcx str,
        #[serde(default)]
        depth: u8,
        width: u8,
    }
    impl Default for Options<'_> {
        fn default() -> Self {
            Self { name: "none", depth: 5, width: 80 }
        }
    }
    scope!(cx);
    assert_eq!(json::<Options<'_>>(cx, "{}").unwrap(), Options { name: "none", depth: 0, width: 80 });
    assert_eq!(json::<Options<'_>>(cx, r#"["x", 1]"#).unwrap(), Options { name: "x", depth: 1, width: 80 });
}

#[test]
fn cx09_fields_by_functions() {
    mod hex {
        pub(super) fn deserialize<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<u32, D::Error> {
            let text: &str = serde::Deserialize::deserialize(deserializer)?;
            u32::from_str_radix(text, 16).map_err(serde::de::Error::custom)
        }
    }
    fn shout<'de, 'mcx, D: serde::Deserializer<'de>>(
        dest: de::Dest<'de, 'mcx>,
        deserializer: D,
    ) -> Result<&'mcx str, D::Error> {
        let text: &mut str = dest.read(deserializer)?;
        text.make_ascii_uppercase();
        Ok(text)
    }
    #[derive(serde::Deserialize, Debug, PartialEq)]
    #[serde(untagged)]
    enum Foreign {
        Number(u8),
        Text(String),
    }
    #[derive(DeserializeIn, Debug, PartialEq)]
    struct Mixed<'src, 'mcx, F> {
        #[serde(with = "hex")]
        color: u32,
        #[serde(deserialize_with = "hex::deserialize", default)]
        other: u32,
        #[deserialize_in(with = shout)]
        loud: &'mcx str,
        #[deserialize_in(with = de::bytes)]
        bytes: &'mcx [u8],
        #[deserialize_in(serde)]
        lent: &'src str,
        #[deserialize_in(serde)]
        foreign: MemBoxed<F>,
    }
    type MemBoxed<T> = Option<T>;
    let text = String::from(r#"{"color": "ff", "loud": "a", "bytes": "xyz", "lent": "lent", "foreign": "text"}"#);
    let lent = {
        scope!(cx);
        let read: Mixed<'_, '_, Foreign> = json(cx, &text).unwrap();
        assert_eq!((read.color, read.other, read.loud, read.bytes), (255, 0, "A", &b"xyz"[..]));
        assert_eq!(read.foreign, Some(Foreign::Text("text".into())));
        assert_eq!(refused::<Mixed<'_, '_, Foreign>>(cx, "{}"), "missing field `color` at line 1 column 2");
        read.lent
    };
    assert_eq!(lent, "lent", "what borrows from the input outlives the scope");
}

#[test]
fn cx09_generics_and_recursion() {
    #[derive(DeserializeIn)]
    struct Tree<'mcx, K: Clone, V = u8, const N: usize = 2>
    where
        V: PartialEq,
    {
        keys: [K; N],
        value: V,
        #[serde(default)]
        left: Option<MemBox<'mcx, Tree<'mcx, K, V, N>>>,
        #[serde(default)]
        children: MemVecOf<'mcx, K, V, N>,
    }
    #[derive(DeserializeIn)]
    #[serde(transparent)]
    struct MemVecOf<'mcx, K: Clone, V: PartialEq, const N: usize>(Option<MemVec<'mcx, Tree<'mcx, K, V, N>>>);
    impl<K: Clone, V: PartialEq, const N: usize> Default for MemVecOf<'_, K, V, N> {
        fn default() -> Self {
            Self(None)
        }
    }
    scope!(cx);
    let text = r#"{"keys": ["a", "b"], "value": 1, "left": {"keys": ["c", "d"], "value": 2}, "children": [{"keys": ["e", "f"], "value": 3}]}"#;
    let tree: Tree<'_, &str> = json(cx, text).unwrap();
    assert_eq!((tree.keys, tree.value, tree.left.unwrap().keys), (["a", "b"], 1, ["c", "d"]));
    assert_eq!(tree.children.0.unwrap()[0].keys[1], "f");
}
