//! `MemString` does what `String` is documented to do, in a scope.

mod counted;

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt::Write;
use std::hash::{BuildHasher, RandomState};
use std::path::Path;

use counted::{Liar, message_of};
use memscope::{Cause, MemString, MemVec, scope, vec_in};

#[test]
fn cx07_strings_of_every_length_are_appended() {
    let text: String = ('a'..='z').cycle().take(100).collect();
    scope!(cx);
    let (mut s, mut expected) = (cx.string(), String::new());
    for len in 0..=100 {
        s.push_str(&text[100 - len..]);
        expected.push_str(&text[100 - len..]);
        assert_eq!(s, expected);
    }
}

#[test]
fn cx09_making_one() {
    scope!(cx);
    let empty = cx.string();
    assert_eq!((empty.len(), empty.capacity(), empty.is_empty(), empty.as_str()), (0, 0, true, ""));
    assert_eq!(cx.string_with_capacity(10).capacity(), 10);
    assert_eq!(MemString::from_str_in("añb", cx), "añb");
    assert_eq!(MemString::from_iter_in(['a', 'ñ'], cx), "añ");
    assert_eq!(MemString::from_iter_in(["to", "be"], cx), "tobe");
    assert_eq!(MemString::from_iter_in([String::from("to"), String::from("be")], cx), "tobe");
    assert_eq!(MemString::from_iter_in(Liar("abc".chars(), (usize::MAX, None)), cx), "abc");
    assert_eq!(empty.cx().name(), "cx");
}

#[test]
fn cx09_from_bytes() {
    scope!(cx);
    assert_eq!(MemString::from_utf8(vec_in![cx; b'h', b'i']).unwrap(), "hi");
    let error = MemString::from_utf8(vec_in![cx; b'h', 0xFF, b'i']).unwrap_err();
    assert_eq!((error.utf8_error().valid_up_to(), error.as_bytes()), (1, &b"h\xFFi"[..]));
    assert!(error.to_string().contains("invalid utf-8 sequence of 1 bytes from index 1"));
    assert_eq!(error.into_bytes(), b"h\xFFi");
    for bytes in
        [&b"plain"[..], b"", b"\xFF", b"a\xF0\x9F\x92b\xE2\x82", "€\u{10FFFF}".as_bytes(), b"\xC3\x28\xED\xA0\x80"]
    {
        assert_eq!(MemString::from_utf8_lossy_in(bytes, cx), String::from_utf8_lossy(bytes));
    }
    // SAFETY: ASCII.
    assert_eq!(unsafe { MemString::from_utf8_unchecked(vec_in![cx; b'x'; 3]) }, "xxx");
    assert_eq!(MemString::from_str_in("é", cx).into_bytes(), "é".as_bytes());
    assert_eq!(MemVec::from(MemString::from_str_in("a", cx)), b"a");
    assert_eq!(&*MemString::from_str_in("añ", cx).into_boxed_str(), "añ");
}

#[test]
fn cx09_editing() {
    scope!(cx);
    let mut s = cx.string();
    s.push_str("foo");
    s.push('ñ');
    s.push('€');
    s.push('😀');
    assert_eq!((&s[..], s.len()), ("fooñ€😀", 12));
    assert_eq!((s.pop(), s.pop(), s.len()), (Some('😀'), Some('€'), 5));
    s.insert(0, '¡');
    s.insert_str(2, "bar ");
    s.insert(s.len(), '!');
    assert_eq!(s, "¡bar fooñ!");
    assert_eq!((s.remove(0), s.remove(7)), ('¡', 'ñ'));
    assert_eq!(s, "bar foo!");
    s.truncate(100);
    s.truncate(3);
    assert_eq!(s, "bar");
    s.clear();
    assert_eq!((s.pop(), s.is_empty()), (None, true));
    s += "a";
    assert_eq!(s + "b" + "c", "abc");
}

#[test]
fn cx09_boundaries_are_checked() {
    scope!(cx);
    let mut s = MemString::from_str_in("añb", cx);
    for wrong in [2, 5] {
        assert!(message_of(|| s.insert(wrong, 'x')).contains("is not at the boundary of a character"));
        assert!(message_of(|| s.insert_str(wrong, "")).contains("is not at the boundary of a character"));
        assert!(message_of(|| s.split_off(wrong)).contains("is not at the boundary of a character"));
        message_of(|| s.remove(wrong));
        message_of(|| drop(s.drain(wrong..)));
        message_of(|| drop(s.drain(..wrong)));
    }
    assert!(message_of(|| s.truncate(2)).contains("is not at the boundary of a character"));
    assert_eq!(message_of(|| s.remove(4)), "cannot remove a char from the end of a string");
    assert_eq!(s, "añb");
}

#[test]
fn cx09_retain_and_drain() {
    scope!(cx);
    let mut s = MemString::from_str_in("f_oñ_€ó_b", cx);
    s.retain(|c| c != '_');
    assert_eq!(s, "foñ€ób");
    {
        let mut drain = s.drain(2..9);
        assert_eq!(drain.as_str(), "ñ€ó");
        assert_eq!((drain.next(), drain.next_back()), (Some('ñ'), Some('ó')));
        assert_eq!(format!("{drain:?}"), r#"Drain("€")"#);
    }
    assert_eq!(s, "fob");
    assert_eq!(s.drain(..).rev().collect::<String>(), "bof");
    assert_eq!(s, "");
    let mut s = MemString::from_str_in("a1é2€3", cx);
    message_of(|| {
        s.retain(|c| {
            assert_ne!(c, '€');
            c.is_alphabetic()
        });
    });
    assert_eq!(s, "aé€3", "what was not seen is kept");
    assert_eq!(
        (s.split_off(3), s.split_off(0), &s[..]),
        (MemString::from_str_in("€3", cx), MemString::from_str_in("aé", cx), "")
    );
}

#[cfg_attr(feature = "checked", ignore = "about chunks")]
#[test]
fn cx09_capacity() {
    scope!(cx);
    let mut s = MemString::from_str_in("abc", cx);
    s.reserve(100);
    assert!(s.capacity() >= 103);
    s.shrink_to_fit();
    assert_eq!(s.capacity(), 3);
    s.reserve_exact(7);
    assert_eq!(s.capacity(), 10);
    let at = s.as_ptr();
    s.push_str("0123456");
    s.push('x');
    assert_eq!(s.as_ptr(), at, "grown in place");
    let text: &mut str = s.into_str();
    text.make_ascii_uppercase();
    assert_eq!(text, "ABC0123456X");
}

#[test]
fn cx07_a_failed_try_leaves_the_contents() {
    scope!(cx, name = "small", limit = 1024);
    let mut s = cx.string();
    while s.try_push_str("0123456789").is_ok() {}
    while s.try_push('x').is_ok() {}
    let before = String::from(&*s);
    assert!(before.len() > 500);
    assert_eq!(s.try_push('é').unwrap_err().cause(), Cause::Limit);
    s.try_push_str("more").unwrap_err();
    s.try_insert(3, 'y').unwrap_err();
    s.try_insert_str(3, "more").unwrap_err();
    s.try_split_off(0).unwrap_err();
    s.try_reserve(1).unwrap_err();
    s.try_reserve_exact(1).unwrap_err();
    write!(s, "{}", 1).unwrap_err();
    assert!(MemString::try_from_str_in(&before, cx).is_err());
    assert!(MemString::try_from_utf8_lossy_in(before.as_bytes(), cx).is_err());
    assert!(cx.try_string_with_capacity(1000).is_err());
    assert!(s.try_reserve(usize::MAX).is_err_and(|e| e.cause() == Cause::CapacityOverflow), "cx12");
    assert!(message_of(|| s.push('x')).contains("scope `small` cannot allocate"));
    assert_eq!(s, before);
}

#[test]
fn cx09_a_display_that_fails_midway_leaves_whole_characters() {
    struct Half;
    impl std::fmt::Display for Half {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("é")?;
            Err(std::fmt::Error)
        }
    }
    scope!(cx);
    let mut s = cx.string();
    write!(s, "a{Half}b").unwrap_err();
    assert_eq!(s, "aé");
    message_of(|| {
        write!(
            s,
            "{}",
            std::fmt::from_fn(|f| {
                f.write_str("ñ")?;
                panic!()
            })
        )
    });
    assert_eq!(s, "aéñ");
}

#[test]
fn cx09_extends() {
    scope!(cx);
    let mut s = cx.string();
    s.extend(['a', 'b']);
    s.extend(&['c']);
    s.extend(["d", "e"]);
    s.extend([String::from("f")]);
    s.extend([Cow::Borrowed("g"), Cow::Owned("h".into())]);
    s.extend([Box::<str>::from("i")]);
    s.extend([MemString::from_str_in("j", cx)]);
    s.extend(["k".to_owned().as_mut_str()]);
    assert_eq!(s, "abcdefghijk");
}

#[test]
#[allow(clippy::cmp_owned, clippy::nonminimal_bool)]
fn cx09_traits() {
    scope!(cx);
    scope!(other);
    let mut s = MemString::from_str_in("añ", cx);
    assert!(s == "añ" && "añ" == s && s == *"añ" && *"añ" == s && s == MemString::from_str_in("añ", other));
    assert!(s == String::from("añ") && String::from("añ") == s && s == Cow::Borrowed("añ") && Cow::Borrowed("añ") == s);
    assert!(s == String::from("añ").as_mut_str() && String::from("añ").as_mut_str() == s && s != "a");
    assert!(s < MemString::from_str_in("b", cx) && s.cmp(&s.clone()).is_eq());
    assert!(s.partial_cmp(&MemString::from_str_in("", other)).is_some_and(|o| o.is_gt()));
    assert_eq!((format!("{s:>4}"), format!("{s:?}")), ("  añ".into(), "\"añ\"".into()));
    let state = RandomState::new();
    assert_eq!(state.hash_one(&s), state.hash_one("añ"));
    let set: HashSet<_> = [s.clone()].into();
    assert!(set.contains("añ"), "by `Borrow<str>`");
    assert_eq!((s.chars().rev().collect::<String>(), &s[1..], s.find('ñ')), ("ña".into(), "ñ", Some(1)));
    s[..1].make_ascii_uppercase();
    fn texts(a: impl AsRef<str>, b: impl AsRef<[u8]>, c: impl AsRef<Path>, d: impl AsRef<std::ffi::OsStr>) -> usize {
        a.as_ref().len() + b.as_ref().len() + c.as_ref().as_os_str().len() + d.as_ref().len()
    }
    assert_eq!(texts(s.clone(), s.clone(), s.clone(), s.clone()), 12);
    let mut copy = cx.string();
    copy.clone_from(&s);
    assert_eq!(String::from(copy.clone()), "Añ");
    assert!(matches!(Cow::from(copy), Cow::Borrowed("Añ")));
}
