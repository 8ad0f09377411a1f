//! What was written is read back the same, by a format with names and by one without.

use memscope::{DeserializeIn, MemBox, MemCx, MemDeque, MemMap, MemString, MemVec, scope};
use proptest::prelude::*;
use serde::Serialize;

#[derive(Clone, Debug, Serialize, PartialEq, serde::Deserialize)]
enum Owned {
    Unit,
    Number(i64),
    Float(f64),
    Text(String),
    Bytes(Vec<u8>),
    Pair(bool, char),
    List(Vec<Owned>),
    Record { name: String, value: Option<Box<Owned>>, tags: std::collections::BTreeMap<u16, String>, array: [u32; 3] },
}

#[derive(Debug, Serialize, DeserializeIn)]
enum Scoped<'mcx> {
    Unit,
    Number(i64),
    Float(f64),
    Text(&'mcx str),
    Bytes(MemDeque<'mcx, u8>),
    Pair(bool, char),
    List(MemBox<'mcx, [Scoped<'mcx>]>),
    Record {
        name: MemString<'mcx>,
        value: Option<MemBox<'mcx, Scoped<'mcx>>>,
        tags: MemVecOfTags<'mcx>,
        array: [u32; 3],
    },
}

/// Written in the order of the keys.
#[derive(Debug, DeserializeIn)]
#[serde(transparent)]
struct MemVecOfTags<'mcx>(MemBox<'mcx, MemMap<'mcx, u16, &'mcx str>>);

impl Serialize for MemVecOfTags<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut sorted: Vec<_> = self.0.iter().collect();
        sorted.sort_unstable();
        serializer.collect_map(sorted)
    }
}

fn owned() -> impl Strategy<Value = Owned> {
    let leaf = prop_oneof![
        Just(Owned::Unit),
        any::<i64>().prop_map(Owned::Number),
        any::<i32>().prop_map(|n| Owned::Float(f64::from(n) / 4.0)),
        ".{0,12}".prop_map(Owned::Text),
        prop::collection::vec(any::<u8>(), 0..20).prop_map(Owned::Bytes),
        any::<(bool, char)>().prop_map(|(a, b)| Owned::Pair(a, b)),
    ];
    leaf.prop_recursive(4, 40, 6, |inner| {
        let record = (
            ".{0,8}",
            prop::option::of(inner.clone().prop_map(Box::new)),
            prop::collection::btree_map(any::<u16>(), ".{0,4}", 0..5),
            any::<[u32; 3]>(),
        );
        prop_oneof![
            prop::collection::vec(inner, 0..6).prop_map(Owned::List),
            record.prop_map(|(name, value, tags, array)| Owned::Record { name, value, tags, array }),
        ]
    })
}

fn same<'mcx>(cx: MemCx<'mcx>, owned: &Owned) {
    let text = serde_json::to_string(owned).unwrap();
    for read in [
        cx.deserialize::<Scoped<'mcx>, _>(&mut serde_json::Deserializer::from_str(&text)).unwrap(),
        cx.deserialize::<Scoped<'mcx>, _>(&mut serde_json::Deserializer::from_reader(text.as_bytes())).unwrap(),
    ] {
        assert_eq!(serde_json::to_string(&read).unwrap(), text);
    }
    let bytes = postcard::to_allocvec(owned).unwrap();
    let read: MemVec<'mcx, Scoped<'mcx>> = {
        let mut two = vec![2];
        two.extend_from_slice(&bytes);
        two.extend_from_slice(&bytes);
        cx.deserialize(&mut postcard::Deserializer::from_bytes(&two)).unwrap()
    };
    assert_eq!(postcard::to_allocvec(&read[1]).unwrap(), bytes);
    assert_eq!(postcard::from_bytes::<Owned>(&postcard::to_allocvec(&read[0]).unwrap()).unwrap(), *owned);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn cx09_what_was_written_is_read_back(owned in owned()) {
        scope!(cx);
        same(cx, &owned);
    }

    #[test]
    fn cx09_what_is_lent_is_the_same(owned in owned()) {
        let text = serde_json::to_string(&owned).unwrap();
        let bytes = postcard::to_allocvec(&owned).unwrap();
        scope!(cx);
        let read: Scoped<'_> = cx.deserialize_borrowed(&mut serde_json::Deserializer::from_str(&text)).unwrap();
        prop_assert_eq!(serde_json::to_string(&read).unwrap(), text.as_str());
        let read: Scoped<'_> = cx.deserialize_borrowed(&mut postcard::Deserializer::from_bytes(&bytes)).unwrap();
        prop_assert_eq!(serde_json::to_string(&read).unwrap(), text.as_str());
    }
}
