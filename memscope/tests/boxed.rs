//! `MemBox` does what `Box` is documented to do, in a scope.

mod counted;

use std::any::Any;
use std::collections::HashSet;
use std::error::Error;
use std::fmt::{Debug, Display, Write as _};
use std::future::{Future, ready};
use std::hash::{BuildHasher, DefaultHasher, Hasher, RandomState};
use std::io::{BufRead, Cursor, Read, Seek, SeekFrom, Write as _};
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use counted::{Ledger, panic_at_each};
use memscope::{MemBox, scope, unsize, vec_in, with_scope};

#[test]
fn kp01_a_box_drops_its_value_once() {
    let ledger = Ledger::new(0);
    {
        scope!(cx);
        let a = cx.boxed(ledger.value(1));
        let b = cx.boxed_with(|| ledger.value(2));
        drop(a);
        assert_eq!(ledger.alive(), 1);
        let b = MemBox::into_inner(b);
        assert_eq!((ledger.alive(), b.id), (1, 2));
        cx.free(cx.boxed(ledger.value(3)));
        assert_eq!(ledger.alive(), 1);
        drop(unsize!(cx.boxed([ledger.value(4), ledger.value(5)]) => [_]));
    }
    ledger.assert_balanced();
}

#[test]
fn pg16_panic_at_every_call_of_user_code() {
    panic_at_each(|l| with_scope(|cx| drop(cx.boxed(l.value(1)))));
    panic_at_each(|l| with_scope(|cx| cx.free(cx.boxed([l.value(1), l.value(2)]))));
    panic_at_each(|l| {
        with_scope(|cx| {
            drop(cx.boxed_with(|| {
                l.tick();
                l.value(1)
            }));
        });
    });
    panic_at_each(|l| with_scope(|cx| assert!(cx.boxed(l.value(1)) == cx.boxed(l.value(1)))));
    panic_at_each(|l| {
        with_scope(|cx| {
            let value = cx.boxed(l.value(1));
            assert_eq!(format!("{value:?}"), "1");
        });
    });
}

#[test]
fn nx02_trait_objects() {
    scope!(cx);
    let text = String::from("three");
    let shown: [MemBox<'_, dyn Display + '_>; 3] = [
        unsize!(cx.boxed(1) => dyn Display),
        unsize!(cx.boxed("two") => dyn Display),
        unsize!(cx.boxed(&text) => dyn Display + '_),
    ];
    assert_eq!(shown.iter().map(ToString::to_string).collect::<String>(), "1twothree");
    assert_eq!(size_of::<MemBox<'_, u64>>(), size_of::<usize>());
    let mut any = unsize!(cx.boxed(5_u8) => dyn Any);
    *any.downcast_mut::<u8>().unwrap() += 1;
    assert_eq!(any.downcast_ref(), Some(&6_u8));
    assert_eq!(unsize!(cx.boxed(|x: i32| x + 1) => dyn Fn(i32) -> i32)(1), 2);
}

/// `dyn Named` to `dyn Display`.
trait Named: Display {
    fn name(&self) -> &'static str;
}

impl Named for u32 {
    fn name(&self) -> &'static str {
        "u32"
    }
}

struct Tail<T: ?Sized> {
    head: u8,
    tail: T,
}

#[test]
fn nx02_unsize_does_all_that_the_language_unsizes() {
    scope!(cx);
    let named = unsize!(cx.boxed(7_u32) => dyn Named + Send);
    assert_eq!(named.name(), "u32");
    let named: MemBox<'_, dyn Named> = unsize!(named => dyn Named);
    assert_eq!(unsize!(named => dyn Display).to_string(), "7");

    let slice = unsize!(cx.boxed([1_u16, 2, 3]) => [u16]);
    assert_eq!((&*slice, size_of_val(&*slice)), (&[1, 2, 3][..], 6));
    let slice: MemBox<'_, [u16]> = unsize!(slice => [u16]);
    assert!(unsize!(cx.boxed([(); 0]) => [_]).is_empty() && slice.len() == 3);

    let tail = unsize!(cx.boxed(Tail { head: 1, tail: [2_u64, 3] }) => Tail<[u64]>);
    assert_eq!((tail.head, &tail.tail), (1, &[2, 3][..]));
    let tail = unsize!(cx.boxed(Tail { head: 1, tail: "tail" }) => Tail<dyn Display>);
    assert_eq!((tail.head, tail.tail.to_string()), (1, "tail".into()));
}

#[cfg_attr(feature = "checked", ignore = "about chunks")]
#[test]
fn nx02_an_unsized_box_is_the_same_box() {
    let ledger = Ledger::new(0);
    {
        scope!(cx);
        let pair = cx.boxed((ledger.value(1), ledger.value(2)));
        let at = &raw const *pair;
        let pair = unsize!(pair => dyn Debug);
        assert_eq!((&raw const *pair).addr(), at.addr());
        cx.free(pair);
        assert_eq!(ledger.alive(), 0);
        let pair = cx.boxed((ledger.value(3), ledger.value(4)));
        assert_eq!(&raw const *pair, at, "the memory came back");
        drop(unsize!(pair => dyn Debug));
    }
    ledger.assert_balanced();
}

#[test]
fn cx09_compares_shows_and_hashes_by_value() {
    scope!(cx);
    scope!(other);
    let (a, b) = (cx.boxed(1), cx.boxed(2));
    assert!(a == other.boxed(1) && a != b && a < b && a.cmp(&b).is_lt() && a.max(b) == cx.boxed(2));
    assert!(cx.boxed(f32::NAN).partial_cmp(&other.boxed(1.0)).is_none());
    let a = cx.boxed("x");
    assert_eq!((format!("{a}"), format!("{a:?}")), ("x".into(), "\"x\"".into()));
    assert_eq!(format!("{a:p}"), format!("{:p}", &raw const *a));
    let state = RandomState::new();
    assert_eq!(state.hash_one(&a), state.hash_one("x"));
    let set: HashSet<_> = [cx.boxed(String::from("k"))].into();
    assert!(set.contains(&String::from("k")), "by `Borrow`");
    let mut slice = vec_in![cx; 1, 2].into_boxed_slice();
    slice.as_mut()[0] = 5;
    assert_eq!((slice.as_ref(), (&slice).into_iter().sum::<i32>()), (&[5, 2][..], 7));
}

#[test]
fn cx09_forwards_traits_of_its_value() {
    scope!(cx);
    let mut iter = unsize!(cx.boxed(1..10) => dyn DoubleEndedIterator<Item = i32>);
    assert_eq!((iter.next(), iter.next_back(), iter.nth(1), iter.nth_back(1)), (Some(1), Some(9), Some(3), Some(7)));
    assert_eq!((iter.size_hint(), iter.sum::<i32>()), ((3, Some(3)), 15));
    assert_eq!(cx.boxed([1, 2].iter()).len(), 2);

    let mut hasher = cx.boxed(DefaultHasher::new());
    hasher.write(b"x");
    let mut plain = DefaultHasher::new();
    plain.write(b"x");
    assert_eq!(hasher.finish(), plain.finish());

    let mut text = unsize!(cx.boxed(String::new()) => dyn std::fmt::Write);
    write!(text, "{}", 1).unwrap();
    text.write_char('x').unwrap();

    let error = unsize!(cx.boxed("x".parse::<i32>().unwrap_err()) => dyn Error);
    fn message(error: impl Error) -> String {
        assert!(error.source().is_none());
        error.to_string()
    }
    assert_eq!(message(error), "invalid digit found in string");

    let mut future = unsize!(cx.boxed(ready(3)) => dyn Future<Output = i32> + Unpin);
    assert_eq!(Pin::new(&mut future).poll(&mut Context::from_waker(Waker::noop())), Poll::Ready(3));
}

#[test]
fn cx09_forwards_io() {
    scope!(cx);
    let mut file = cx.boxed(Cursor::new(Vec::new()));
    file.write_all(b"one\ntwo\n").unwrap();
    file.flush().unwrap();
    file.seek(SeekFrom::Start(1)).unwrap();
    let mut line = String::new();
    file.read_line(&mut line).unwrap();
    let mut rest = vec![];
    file.read_exact(&mut [0]).unwrap();
    file.read_to_end(&mut rest).unwrap();
    assert_eq!((&line[..], &rest[..]), ("ne\n", &b"wo\n"[..]));
}

#[test]
fn nx01_a_box_may_travel() {
    scope!(cx);
    let mut value = cx.boxed(String::from("a"));
    let slice = vec_in![cx; 1, 2].into_boxed_slice();
    std::thread::scope(|threads| {
        threads.spawn(|| value.push('b'));
        threads.spawn(move || drop(slice));
    });
    assert_eq!(*value, "ab");
}
