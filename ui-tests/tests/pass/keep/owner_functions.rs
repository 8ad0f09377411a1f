//! Functions of every kind that build an owner, without a warning.

#![deny(warnings)]
#![forbid(unsafe_code)]

use memscope::{Keepable, Kept, scoped};
use std::fmt::{self, Debug};
use std::rc::Rc;

#[derive(Keepable)]
struct Lines<'src, 'mcx, T> {
    lines: &'mcx [&'src str],
    tag: &'mcx T,
}

trait Parse {
    type Error;

    fn text(&self) -> &str;

    #[scoped]
    fn longest(&self) -> Kept<&'mcx str> {
        cx.alloc_str(self.text().lines().max_by_key(|line| line.len()).unwrap_or_default())
    }

    fn parse<'src>(&self, more: &'src str) -> Result<Kept<Lines<'src, 'src, u32>>, Self::Error>;
}

struct Source(String);

impl Parse for Source {
    type Error = fmt::Error;

    fn text(&self) -> &str {
        &self.0
    }

    #[scoped]
    fn parse<'src>(&self, more: &'src str) -> Result<Kept<Lines<'src, 'mcx, u32>>, Self::Error> {
        let lines = cx.alloc_iter(more.lines());
        let tag = cx.alloc(self.0.len().try_into().map_err(|_| fmt::Error)?);
        Ok(Lines { lines, tag })
    }
}

impl Source {
    #[scoped(<'a> arena, name = "shared")]
    fn shared(self: Rc<Self>) -> Option<Kept<&'a [u8]>> {
        let bytes: &'a [u8] = arena.alloc_slice_copy(self.0.as_bytes());
        (!bytes.is_empty()).then_some(bytes)
    }

    #[scoped]
    pub(crate) async fn later<'src>(&self, more: &'src str) -> Kept<Lines<'src, 'mcx, char>> {
        #![allow(clippy::unused_async)]
        let tag = cx.alloc('x');
        std::future::ready(()).await;
        Lines { lines: cx.alloc_iter(more.lines()), tag }
    }
}

#[scoped]
fn tagged<'src, T: Debug + Copy + 'static, const N: usize>(
    (first, _): (T, [u8; N]),
    text: &'src str,
    mut log: impl FnMut(&str),
) -> Kept<Lines<'src, 'mcx, T>> {
    macro_rules! logged {
        ($value:expr) => {{
            let value = $value;
            log(cx.alloc_fmt(format_args!("{value:?}")));
            value
        }};
    }
    Lines { lines: cx.alloc_iter(logged!(text).lines()), tag: cx.alloc(logged!(first)) }
}

/// The body may declare what it likes, in any order.
#[scoped]
fn items() -> Result<Kept<&'mcx u32>, fmt::Error> {
    const LEAST: u32 = 1;
    fn least<'mcx>(n: &'mcx mut u32) -> &'mcx mut u32 {
        *n = LEAST.max(*n);
        n
    }
    Ok(least(cx.alloc(0)))
}

/// An error without a name, and one that never comes.
#[scoped]
fn opaque(text: &str) -> Result<Kept<&'mcx f32>, impl Debug + use<>> {
    match text.parse() {
        Ok(number) => Ok(cx.alloc(number)),
        Err(error) => Err(error),
    }
}

#[scoped]
fn infallible(n: u8) -> Result<Kept<&'mcx u64>, std::convert::Infallible> {
    let n = n.try_into()?;
    Ok(cx.alloc(n))
}

/// Bodies that never have a value.
#[scoped]
fn endless() -> Kept<&'mcx str> {
    assert!(!cx.name().is_empty());
    loop {}
}

#[scoped]
fn unfinished(text: &str) -> Result<Kept<&'mcx str>, fmt::Error> {
    if text.is_empty() {
        return Err(fmt::Error);
    }
    todo!("{}", cx.name())
}

#[scoped]
async fn aborted() -> Option<Kept<&'mcx str>> {
    panic!("{}", cx.name())
}

/// What is kept where the owner is.
#[scoped]
fn beside(text: &str) -> Kept<&'mcx usize> {
    #[keep(with = return)]
    let len = text.len();
    len
}

/// Through a macro by example, which puts its fragments into groups.
macro_rules! builds {
    ($name:ident, $ty:ty, $value:expr) => {
        #[scoped]
        fn $name() -> $ty {
            Some(&*cx.alloc($value))
        }
    };
}
builds!(seven, Option<Kept<&'mcx i64>>, 7);

fn main() {
    let source = Source(String::from("a\nbcd"));
    assert_eq!(&*source.longest(), "bcd");
    source.parse("x\ny").unwrap().with(|lines| assert!(lines.lines.len() == 2 && *lines.tag == 5));
    drop(source.later("text"));
    assert_eq!(Rc::new(source).shared().unwrap().len(), 5);
    let mut logged = Vec::new();
    let kept = tagged((1.5, [0; 2]), "a\nb", |text| logged.push(text.to_owned()));
    kept.with(|lines| assert!(lines.lines == ["a", "b"] && *lines.tag == 1.5));
    assert_eq!(logged, ["\"a\\nb\"", "1.5"]);
    assert_eq!(*items().unwrap(), 1);
    assert!(opaque("x").is_err() && opaque("1").is_ok());
    assert_eq!(*infallible(7).unwrap(), 7);
    let _: (fn() -> _, _) = (endless, unfinished("").is_err());
    drop(aborted());
    assert_eq!(*beside("text"), 4);
    assert_eq!(*seven().unwrap(), 7);
}
