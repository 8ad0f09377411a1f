//! What the macros emit is clean under clippy's strictest groups, where warnings are errors: run by clippy itself.

#![deny(warnings, clippy::all, clippy::pedantic, clippy::nursery)]
#![deny(clippy::semicolon_outside_block, clippy::let_underscore_must_use, clippy::same_name_method)]
#![deny(clippy::absolute_paths, clippy::allow_attributes, clippy::undocumented_unsafe_blocks)]
#![forbid(unsafe_code)]

use memscope::source::Source;
use memscope::{
    AllocError, Keepable, Kept, MemCell, MemCx, MemVec, format_in, pipe, scope, scoped, slab, unsize, vec_in,
};
use std::convert::Infallible;
use std::future::ready;
use std::io;
use std::num::ParseIntError;

/// A method, a scratch scope, options.
struct Words<'a>(&'a str);

impl Words<'_> {
    #[scoped(tmp in cx, name = "longest", ident = self.0, limit = 64 * 1024)]
    fn longest<'mcx>(&self, cx: MemCx<'mcx>) -> Option<&'mcx str> {
        let words = tmp.alloc_iter(self.0.split(' '));
        words.sort_unstable_by_key(|word| word.len());
        let longest: &str = cx.alloc_str(words.last()?);
        Some(longest)
    }
}

#[scoped(<'mcx> cx)]
fn squares(n: usize) -> Result<usize, AllocError> {
    let squares: &'mcx mut [usize] = cx.try_alloc_slice_fill_with(n, |i| i * i)?;
    Ok(squares.iter().sum())
}

#[scoped(key = k)]
fn counted(n: u32) -> u32 {
    let count = cx.alloc(MemCell::new(0));
    (0..n).for_each(|_| *count.get_mut(&mut k) += 1);
    *count.get(&k)
}

/// The key is `mut`, but need not be.
#[scoped(key = k)]
fn only_read(n: u32) -> u32 {
    *cx.alloc(MemCell::new(n)).get(&k)
}

#[scoped]
async fn number() -> u32 {
    let number = cx.alloc(7);
    ready(()).await;
    *number
}

#[scoped]
fn iterator(n: u32) -> impl Iterator<Item = u32> {
    let n = *cx.alloc(n);
    (0..n).map(|i| i + 1)
}

#[scoped(mut names: String)]
fn lengths() -> usize {
    names.alloc(String::from("a name"));
    names.iter_mut().map(|name| name.len()).sum()
}

#[scoped]
fn nothing() {
    cx.alloc_str("nothing is returned");
}

#[derive(Keepable)]
struct Sums<'mcx>(&'mcx [u64]);

#[scoped]
fn sums(text: &str) -> Result<Kept<Sums<'mcx>>, ParseIntError> {
    const SEPARATOR: char = ' ';
    let mut sums = cx.vec();
    for number in text.split(SEPARATOR) {
        sums.push(number.parse()?);
    }
    Ok(Sums(sums.into_slice()))
}

const fn none(_: MemCx<'_>) -> Sums<'_> {
    Sums(&[])
}

/// The body is one call, which a closure could be replaced by.
#[scoped]
fn no_sums() -> Kept<Sums<'mcx>> {
    none(cx)
}

#[scoped]
fn never_fails() -> Result<Kept<&'mcx str>, Infallible> {
    Ok(cx.alloc_str("text"))
}

#[scoped]
#[expect(clippy::future_not_send, reason = "it holds the handle until the owner is done")]
async fn later(text: &str) -> io::Result<Kept<&'mcx str>> {
    Ok(cx.alloc_str(ready(text).await))
}

#[scoped(tx in cx, try)]
fn reversed<'mcx>(cx: MemCx<'mcx>, text: &str) -> Option<&'mcx [u8]> {
    let bytes = tx.alloc_slice_copy(text.as_bytes());
    bytes.reverse();
    text.is_ascii().then_some(bytes)
}

#[test]
fn nx01_owners_and_transactions_clean_under_pedantic_clippy() {
    assert_eq!(sums("1 2").map_or(0, |sums| sums.with(|sums| sums.0.len())), 2);
    no_sums().with(|sums| assert!(sums.0.is_empty()));
    assert!(never_fails().is_ok());
    drop(later("text"));
    let owner = scope!(cx -> Kept<Sums<'mcx>> => { none(cx) });
    owner.with(|sums| assert!(sums.0.is_empty()));
    scope!(cx);
    assert_eq!(reversed(cx, "ab"), Some(&b"ba"[..]));
    let number = scope!(tx in cx, try -> Result<&'static u32, ParseIntError> => { Ok(tx.alloc("7".parse()?)) });
    assert_eq!(number, Ok(&7));
}

#[test]
fn nx01_clean_under_pedantic_clippy() {
    scope!(cx);
    assert_eq!(Words("a word").longest(cx), Some("word"));
    assert_eq!(squares(4).ok(), Some(14));
    assert_eq!(counted(3) + only_read(1), 4);
    drop(number());
    assert_eq!(iterator(3).sum::<u32>(), 6);
    assert_eq!(lengths(), 6);
    nothing();

    let mut texts: MemVec<'_, &str> = vec_in![cx];
    for i in 0..3 {
        scope!(row in cx, limit = 1024);
        if *row.alloc(i) == 1 {
            continue;
        }
        texts.push(format_in!(cx, "{i}"));
    }
    assert_eq!(texts, ["0", "2"]);
    slab!(mut numbers: u8 in cx);
    let first = numbers.push(1);
    assert_eq!(numbers[first], 1);
    assert_eq!(unsize!(cx.boxed([1, 2]) => [u8]).len(), 2);
    assert_eq!(scope!(tmp in cx => { tmp.alloc_slice_copy(&[1, 2]).len() }), 2);
}

#[scoped(from = source, limit = 4096, name = "on a source")]
fn on_a_source(source: &(impl Source + ?Sized), text: &str) -> usize {
    cx.alloc_str(text).len()
}

#[scoped(inline = 256, recycle)]
fn in_the_frame() -> usize {
    let text = cx.boxed(*b"text");
    let len = text.len();
    cx.free(text);
    len
}

#[scoped(inline = 64)]
async fn in_the_future() -> u32 {
    let number = cx.alloc(7);
    ready(()).await;
    *number
}

fn options(source: &dyn Source) -> usize {
    const FRAME: usize = 64;
    scope!(cx, from = source, inline = FRAME, recycle, limit = 1 << 10);
    scope!(tmp in cx, recycle);
    cx.set_limit(1 << 11).map_or(0, |()| *tmp.alloc(1))
}

#[test]
fn nx01_sources_and_frames_are_clean_under_pedantic_clippy() {
    let on_any = |source: &dyn Source| on_a_source(source, "text") + options(source);
    let _: fn(&dyn Source) -> usize = on_any;
    assert_eq!(in_the_frame(), 4);
    drop(in_the_future());
}

const fn shout(text: &mut str) -> usize {
    text.make_ascii_uppercase();
    text.len()
}

fn half(text: &str) -> Option<usize> {
    pipe!(text.len() | (_ > 1).then_some(_)? | Some(_ / 2))
}

fn five<'mcx>(list: &MemVec<'mcx, u8>) -> &'mcx u8 {
    pipe!(5 | keep _ with list | &_)
}

#[test]
fn nx01_pipes_are_clean_under_pedantic_clippy() {
    scope!(cx);
    let length = pipe!(String::from("to be") | keep _ with result | shout(&mut _) | u32::try_from(_).unwrap_or(0));
    assert_eq!((length, half("four")), (5, Some(2)));
    pipe! { let mut words: Vec<&str> = String::from("to be") | keep _ with result | _.split(' ').collect() }
    words.push(pipe! { ['o', 'r'] | { _.reverse(); _ } | keep _ with cx | String::from_iter(_) | cx.alloc_str(&_) });
    assert_eq!(words, ["to", "be", "ro"]);
    pipe!(words | drop(_));
    assert_eq!(five(&vec_in![cx; 1]), &5);
}
