//! Owners that `#[scoped]` and `scope!` build: the body's value is the root.

mod common;

use std::error::Error;
use std::fmt::{self, Display};
use std::future::{Future, ready};
use std::io;
use std::num::ParseIntError;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use common::balanced;
use std::marker::PhantomData;

use memscope::{Family, Keepable, Kept, MemCx, MemString, MemVec, scope, scoped};

/// A tree with a lifetime beside the scope's.
#[derive(Debug)]
struct Sum<'src, 'mcx> {
    terms: &'mcx [u32],
    source: &'src str,
}

impl<'src> Family for Sum<'src, '_> {
    type Rest = &'src ();
}

impl<'m, 'src> Keepable<'m> for Sum<'src, '_> {
    type At = Sum<'src, 'm>;
}

/// What only the scope's lifetime is in.
struct Words<'mcx> {
    words: &'mcx [&'mcx str],
    longest: Option<&'mcx dyn Display>,
}

impl Family for Words<'_> {
    type Rest = ();
}

impl<'m> Keepable<'m> for Words<'_> {
    type At = Words<'m>;
}

/// A type with a parameter.
struct Pair<'mcx, T> {
    first: &'mcx T,
    second: &'mcx T,
}

impl<T: 'static> Family for Pair<'_, T> {
    type Rest = PhantomData<T>;
}

impl<'m, T: 'static> Keepable<'m> for Pair<'_, T> {
    type At = Pair<'m, T>;
}

#[scoped]
fn words(text: &str) -> Kept<Words<'mcx>> {
    let words: &'mcx [&'mcx str] = cx.alloc_iter(text.split(' ').map(|word| &*cx.alloc_str(word)));
    let Some(longest) = words.iter().max_by_key(|word| word.len()) else {
        return Words { words, longest: None };
    };
    Words { words, longest: Some(longest) }
}

#[scoped]
fn sum<'src>(source: &'src str) -> Result<Kept<Sum<'src, 'mcx>>, ParseIntError> {
    let mut terms: MemVec<'mcx, u32> = cx.vec();
    for term in source.split('+') {
        terms.push(term.trim().parse()?);
    }
    Ok(Sum { terms: terms.into_slice(), source })
}

#[scoped]
fn elided(source: &str) -> Result<Kept<Sum<'_, 'mcx>>, ParseIntError> {
    let term = source.parse()?;
    Ok(Sum { terms: cx.alloc_slice_copy(&[term]), source })
}

#[scoped(arena, name = "first")]
fn first(text: &str) -> Option<Kept<&'mcx str>> {
    assert_eq!(arena.name(), "first");
    let first = text.chars().next()?;
    if first.is_whitespace() {
        return None;
    }
    Some(arena.alloc_fmt(format_args!("{first}…")))
}

#[test]
fn kp05_macro_function_returns_an_owner() {
    let words = words(&String::from("to be or not"));
    words.with(|words| {
        assert_eq!(words.words, ["to", "be", "or", "not"]);
        assert_eq!(words.longest.unwrap().to_string(), "not");
    });
}

#[test]
fn kp05_macro_function_with_a_result() {
    let source = String::from("1 + 20 + 300");
    let kept = sum(&source).unwrap();
    kept.with(|sum| assert_eq!((sum.terms.iter().sum::<u32>(), sum.source), (321, &*source)));
    let escaped = kept.with(|sum| sum.source);
    drop(kept);
    assert_eq!(escaped, source);
    balanced(|| assert!(sum("1 + x").is_err()));
    assert_eq!(elided("7").unwrap().with(|sum| sum.terms[0]), 7);
}

#[test]
fn kp05_macro_function_with_an_option() {
    assert_eq!(first("xyz").unwrap().with(|text| text.to_owned()), "x…");
    assert!(first("").is_none());
    assert!(first(" x").is_none());
}

/// The error is known by an alias, and boxed where it is made.
type BoxedResult<T> = Result<T, Box<dyn Error + Send + Sync>>;

#[scoped]
fn boxed(text: &str) -> BoxedResult<Kept<&'mcx [u8]>> {
    if text.is_empty() {
        return Err(Box::new(fmt::Error));
    }
    if text.len() > 3 {
        Err("too long")?;
    }
    let number: u8 = text.parse()?;
    Ok(cx.alloc_slice_copy(&[number, 1]))
}

#[scoped]
fn read(text: &str) -> io::Result<Kept<MemString<'mcx>>> {
    let mut string = cx.string();
    io::Read::read_to_string(&mut text.as_bytes(), &mut String::new())?;
    string.push_str(text);
    Ok(string)
}

#[test]
fn kp05_macro_aliases_and_conversions_of_errors() {
    assert_eq!(boxed("").unwrap_err().to_string(), "an error occurred when formatting an argument");
    assert_eq!(boxed("long").unwrap_err().to_string(), "too long");
    assert!(boxed("x").unwrap_err().is::<ParseIntError>());
    assert_eq!(boxed("7").unwrap().with(|bytes| bytes.to_vec()), [7, 1]);
    assert_eq!(read("text").unwrap().with(|string| string.len()), 4);
}

/// The scope's data may refer to the source, which outlives it.
struct Split<'src, 'mcx> {
    parts: &'mcx [&'src str],
}

impl<'src> Family for Split<'src, '_> {
    type Rest = &'src ();
}

impl<'m, 'src> Keepable<'m> for Split<'src, '_> {
    type At = Split<'src, 'm>;
}

#[scoped]
fn split<'src>(source: &'src str) -> Kept<Split<'src, 'mcx>> {
    Split { parts: cx.alloc_iter(source.split(',')) }
}

#[scoped]
async fn split_later<'src>(source: &'src str) -> Result<Kept<Split<'src, 'mcx>>, fmt::Error> {
    if ready(source).await.is_empty() {
        return Err(fmt::Error);
    }
    Ok(Split { parts: cx.alloc_iter(source.split(',')) })
}

#[test]
fn kp05_macro_root_refers_to_the_source() {
    let source = String::from("a,b");
    assert_eq!(split(&source).with(|split| split.parts[1]), "b");
    assert_eq!(finished(split_later(&source)).unwrap().with(|split| split.parts[1]), "b");
}

/// Receivers, generics and patterns.
struct Parser {
    prefix: String,
    parsed: usize,
}

impl Parser {
    #[scoped]
    fn by_ref(&self, text: &str) -> Kept<&'mcx str> {
        cx.alloc_fmt(format_args!("{}{text}", self.prefix))
    }

    #[scoped]
    fn by_mut(&mut self, text: &str) -> Result<Kept<&'mcx str>, fmt::Error> {
        self.parsed += 1;
        let this = &mut *self;
        this.prefix.push_str(text);
        Ok(cx.alloc_str(&self.prefix))
    }

    #[scoped]
    fn by_value(mut self) -> Option<Kept<&'mcx str>> {
        self.parsed += 1;
        let Self { prefix, parsed } = self;
        Some(cx.alloc_fmt(format_args!("{prefix}{parsed}")))
    }
}

#[scoped]
fn pair<T, const N: usize>((mut first, second): (T, T), _: [u8; N], shown: impl Display) -> Kept<Pair<'mcx, T>>
where
    T: Copy + From<u8> + std::ops::AddAssign + 'static,
{
    assert_eq!(shown.to_string().len(), N);
    first += 1.into();
    let second = cx.alloc(second);
    Pair { first: cx.alloc(first), second }
}

#[scoped]
extern "Rust" fn foreign(n: u32) -> Kept<&'mcx u32> {
    cx.alloc(n)
}

/// # Safety
/// `n` is valid for reads.
#[scoped]
unsafe fn pointee(n: *const u32) -> Kept<&'mcx u32> {
    // SAFETY: by contract.
    cx.alloc(unsafe { *n })
}

#[test]
fn kp05_macro_methods_and_generics() {
    let mut parser = Parser { prefix: String::from("a"), parsed: 0 };
    assert_eq!(&*parser.by_ref("b"), "ab");
    assert_eq!(&*parser.by_mut("c").unwrap(), "ac");
    assert_eq!(&*parser.by_value().unwrap(), "ac2");
    assert_eq!(pair((1_u64, 2), [0; 3], "abc").with(|pair| (*pair.first, *pair.second)), (2, 2));
    assert_eq!(*foreign(7), 7);
    // SAFETY: a reference is valid.
    assert_eq!(*unsafe { pointee(&8) }, 8);
}

/// What the body's value is expected to be is known inside of it.
struct Rule<'mcx> {
    name: &'mcx str,
    weight: u8,
    holds: Option<&'mcx dyn Fn(u32) -> bool>,
}

impl Family for Rule<'_> {
    type Rest = ();
}

impl<'m> Keepable<'m> for Rule<'_> {
    type At = Rule<'m>;
}

impl Default for Rule<'_> {
    fn default() -> Self {
        Rule { name: "default", weight: 0, holds: None }
    }
}

#[scoped]
fn rule(kind: u8) -> Result<Kept<Rule<'mcx>>, Box<dyn Error>> {
    match kind {
        0 => return Ok(Default::default()),
        1 => return Err("no rule".into()),
        2 => return Err(From::from("no rule at all")),
        _ => {}
    }
    let weight = "9".parse()?;
    let limit = u32::from(kind);
    Ok(Rule { name: cx.alloc_str("limited"), weight, holds: Some(cx.alloc(move |n| n < limit)) })
}

#[test]
fn kp05_macro_inference_is_that_of_a_function() {
    assert_eq!(rule(0).unwrap().with(|rule| rule.name), "default");
    assert_eq!(rule(2).err().unwrap().to_string(), "no rule at all");
    rule(5).unwrap().with(|rule| assert!(rule.weight == 9 && rule.holds.is_some_and(|holds| holds(4) && !holds(5))));
    assert!(rule(1).is_err());
}

fn finished<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("nothing here waits"),
    }
}

#[scoped]
async fn bare(text: &str) -> Kept<Words<'mcx>> {
    let text: &'mcx str = cx.alloc_str(text);
    ready(()).await;
    Words { words: cx.alloc_slice_copy(&[text]), longest: None }
}

#[scoped]
async fn result(text: &str) -> BoxedResult<Kept<Rule<'mcx>>> {
    if text.is_empty() {
        return Err(Box::new(fmt::Error));
    }
    let weight = ready(text).await.parse()?;
    Ok(Rule { name: cx.alloc_str(text), weight, holds: Some(cx.alloc(|n| n > 1)) })
}

#[scoped]
async fn option(text: &str) -> Option<Kept<&'mcx [u8]>> {
    let n = ready(text.len()).await.checked_sub(1)?;
    Some(cx.alloc_slice_fill_with(n, |_| 0))
}

impl Parser {
    #[scoped]
    async fn later(&mut self, text: &str) -> io::Result<Kept<&'mcx str>> {
        ready(()).await;
        self.parsed += text.len();
        Ok(cx.alloc_fmt(format_args!("{}{}", self.prefix, self.parsed)))
    }
}

#[test]
fn kp05_macro_async_functions() {
    assert_eq!(finished(bare("text")).with(|words| words.words.len()), 1);
    assert_eq!(finished(result("7")).unwrap().with(|rule| (rule.weight, rule.name.len())), (7, 1));
    assert!(finished(result("")).err().unwrap().is::<fmt::Error>());
    assert!(finished(result("x")).err().unwrap().is::<ParseIntError>());
    assert_eq!(finished(option("abc")).unwrap().len(), 2);
    assert!(finished(option("")).is_none());
    let mut parser = Parser { prefix: String::from("n"), parsed: 1 };
    assert_eq!(&*finished(parser.later("ab")).unwrap(), "n3");
}

#[test]
fn kp05_macro_block() {
    let text = String::from("a b");
    let mut seen = 0;
    let kept = scope!(<'mcx> cx -> Kept<Words<'mcx>> => {
        let words: &'mcx [&'mcx str] = cx.alloc_iter(text.split(' ').map(|word| &*cx.alloc_str(word)));
        seen += words.len();
        Words { words, longest: None }
    });
    drop(text);
    assert_eq!((seen, kept.with(|words| words.words.concat())), (2, String::from("ab")));
}

#[test]
fn kp05_macro_block_is_left_by_return_and_question_mark() {
    let parsed = |text: &str| {
        scope!(cx -> Result<Kept<&'mcx u32>, ParseIntError> => {
            if text.is_empty() {
                return Ok(cx.alloc(0));
            }
            Ok(cx.alloc(text.parse()?))
        })
    };
    assert_eq!(parsed("").map(|n| *n), Ok(0));
    assert_eq!(parsed("7").map(|n| *n), Ok(7));
    assert!(parsed("x").is_err());

    let positive = scope!(cx, name = "positive" -> Option<Kept<&'mcx str>> => {
        let n = 7_i32.checked_sub(8)?;
        Some(cx.alloc_fmt(format_args!("{n}")))
    });
    assert_eq!(positive.map(|text| text.len()), Some(2));

    let aliased = scope!(cx -> BoxedResult<Kept<&'mcx str>> => { Err(cx.alloc_str("an alias").to_owned())? });
    assert_eq!(aliased.unwrap_err().to_string(), "an alias");
}

#[test]
fn kp05_macro_block_of_another_lifetime_or_of_none() {
    fn inner<'mcx>(cx: MemCx<'mcx>, text: &'mcx str) -> (usize, Kept<Sum<'mcx, 'mcx>>) {
        // `'a` is the owner's, `'mcx` the function's.
        let kept =
            scope!(<'a> tmp -> Kept<Sum<'mcx, 'a>> => { Sum { terms: tmp.alloc_slice_copy(&[1]), source: text } });
        (cx.alloc_str(text).len(), kept)
    }
    scope!(cx);
    let (len, kept) = inner(cx, "text");
    assert_eq!((len, kept.with(|sum| sum.source)), (4, "text"));
    type Number = &'static u64;
    assert_eq!(*scope!(cx -> Kept<Number> => { cx.alloc(7) }), 7);
}

/// A function may also open a scope of its own, and return an owner that is made elsewhere.
#[scoped(tmp)]
fn sorted(text: &str) -> Kept<Words<'static>> {
    let words = tmp.alloc_iter(text.split(' '));
    words.sort_unstable();
    let text = words.join(" ");
    self::words(&text)
}

#[test]
fn kp05_macro_owner_from_elsewhere() {
    assert_eq!(sorted("b a").with(|words| words.words.concat()), "ab");
}

/// Like a function's body, that of an owner ends when it panics, and frees what it had.
#[test]
fn kp05_macro_panic_in_the_body() {
    #[scoped]
    fn panics(text: &str) -> Kept<&'mcx str> {
        let text = cx.alloc_str(text);
        assert!(text.is_empty(), "{text}");
        text
    }
    balanced(|| std::panic::catch_unwind(|| panics("not empty")).unwrap_err());
}
