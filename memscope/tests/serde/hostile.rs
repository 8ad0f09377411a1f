//! Input that means harm, and memory that runs out.

use std::rc::Rc;

use memscope::{DeserializeIn, MemBox, MemDeque, MemMap, MemString, MemVec, de::Dest, scope};

use crate::{json, refused};

#[derive(DeserializeIn, Debug)]
struct Node<'mcx> {
    #[allow(dead_code)]
    value: u8,
    next: Option<&'mcx Node<'mcx>>,
}

#[test]
fn pg12_out_of_memory_is_an_error_of_the_format() {
    let long = format!("[{}]", vec![r#""some text\t""#; 1000].join(","));
    scope!(cx, name = "request", limit = 8192);
    for error in [
        refused::<&[&str]>(cx, &long),
        refused::<MemVec<'_, MemString<'_>>>(cx, &long),
        refused::<MemDeque<'_, MemBox<'_, [u8; 64]>>>(
            cx,
            &format!("[{}]", vec![format!("{:?}", [1; 64]); 500].join(",")),
        ),
        refused::<MemMap<'_, u32, &u32>>(
            cx,
            &format!("{{{}}}", (0..2000).map(|n| format!("\"{n}\": {n}")).collect::<Vec<_>>().join(",")),
        ),
    ] {
        assert!(error.starts_with("scope `request` cannot allocate"), "{error}");
        assert!(error.contains("its limit of 8192 bytes"), "{error}");
    }
}

#[test]
fn pg16_what_was_read_before_an_error_is_dropped() {
    thread_local! {
        static COUNTER: Rc<()> = Rc::new(());
    }
    struct Counted(#[allow(dead_code)] Rc<()>);
    impl<'de, 'mcx> DeserializeIn<'de, 'mcx> for Counted {
        fn deserialize_in<D: serde::Deserializer<'de>>(_: Dest<'de, 'mcx>, from: D) -> Result<Self, D::Error> {
            <u8 as serde::Deserialize>::deserialize(from)?;
            Ok(Self(COUNTER.with(Rc::clone)))
        }
    }
    #[derive(DeserializeIn)]
    #[allow(dead_code)]
    struct Two<'mcx> {
        a: Counted,
        b: MemVec<'mcx, MemBox<'mcx, [Counted; 3]>>,
    }
    scope!(cx);
    for text in [
        r#"{"a": 1, "b": [[1, 2, 3], [1, 2]]}"#,
        r#"{"a": 1, "b": [[1, 2, 3], [1, 2, "x"]]}"#,
        r#"{"a": 1, "b": [[1, 2, 3]], "a": 2}"#,
        r#"{"b": [[1, 2, 3]]}"#,
        r#"{"a": 1, "b": [[1, 2, 3]]"#,
        r#"[1, [[1, 2, 3]"#,
    ] {
        refused::<Two<'_>>(cx, text);
        assert_eq!(COUNTER.with(Rc::strong_count), 1, "{text}");
    }
    refused::<MemMap<'_, &str, (Counted, Counted)>>(cx, r#"{"a": [1, 2], "b": [1]}"#);
    refused::<MemDeque<'_, Counted>>(cx, "[1, 2, -3]");
    assert_eq!(COUNTER.with(Rc::strong_count), 1);
}

#[test]
fn pg16_deep_nesting_is_an_error_where_the_format_has_no_limit() {
    // A value, then a one for each node that follows, without end.
    let deep = vec![1; 1_000_000];
    scope!(cx);
    let error = cx.deserialize::<Node<'_>, _>(&mut postcard::Deserializer::from_bytes(&deep)).unwrap_err();
    assert_eq!(error, postcard::Error::SerdeDeCustom);
    let mut list = vec![1; 2 * 50];
    list.extend([1, 0]);
    let node: Node<'_> = cx.deserialize(&mut postcard::Deserializer::from_bytes(&list)).unwrap();
    assert_eq!(std::iter::successors(Some(&node), |node| node.next).count(), 51);
    let read = |depth| {
        let mut input = postcard::Deserializer::from_bytes(&list);
        Dest::new(cx).with_depth(depth).read::<Node<'_>, _>(&mut input).is_ok()
    };
    assert_eq!((read(49), read(50)), (false, true));
    let mut input = serde_json::Deserializer::from_str(r#"{"value": 1, "next": {"value": 2, "next": null}}"#);
    let error = Dest::new(cx).with_depth(0).read::<Node<'_>, _>(&mut input).unwrap_err();
    assert!(error.to_string().starts_with("nested too deep"), "{error}");
}

#[test]
fn pg16_a_promised_length_takes_no_memory() {
    // The length 2⁶³ − 1, and nothing behind it.
    let huge = [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F];
    fn refused_by<'mcx, T: for<'de> DeserializeIn<'de, 'mcx>>(cx: memscope::MemCx<'mcx>, bytes: &[u8]) {
        assert!(cx.deserialize::<T, _>(&mut postcard::Deserializer::from_bytes(bytes)).is_err());
    }
    scope!(cx, limit = 200 << 10);
    for _ in 0..1000 {
        refused_by::<&[u64]>(cx, &huge);
        refused_by::<MemVec<'_, [u8; 1000]>>(cx, &huge);
        refused_by::<MemDeque<'_, u8>>(cx, &huge);
        refused_by::<MemMap<'_, u64, u64>>(cx, &huge);
        refused_by::<&str>(cx, &huge);
        refused_by::<Vec<u64>>(cx, &huge);
    }
    assert!(json::<&[u8]>(cx, "[1]").is_ok());
}

#[test]
fn pg16_random_bytes_are_read_or_refused() {
    #[derive(DeserializeIn)]
    #[allow(dead_code)]
    enum All<'mcx> {
        Unit,
        New(&'mcx str),
        Tuple(Option<MemBox<'mcx, All<'mcx>>>, char, bool),
        Named { list: MemVec<'mcx, All<'mcx>>, map: MemMap<'mcx, u8, MemString<'mcx>>, array: [i16; 2] },
    }
    use proptest::prelude::Rng;
    use proptest::test_runner::{RngAlgorithm, TestRng};
    let mut random = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut read = 0;
    for round in 0..20_000 {
        let mut bytes = vec![0; round % 64];
        random.fill_bytes(&mut bytes);
        // Most lengths and variants are small.
        bytes.iter_mut().for_each(|byte| *byte &= if *byte & 64 == 0 { 3 } else { 0xFF });
        scope!(cx, limit = 1 << 20);
        read += usize::from(cx.deserialize::<All<'_>, _>(&mut postcard::Deserializer::from_bytes(&bytes)).is_ok());
    }
    assert!(read > 1000, "{read} of them were something");
}
