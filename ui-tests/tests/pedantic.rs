//! What the macros emit is clean under clippy's strictest groups, where warnings are errors: run by clippy itself.

#![deny(warnings, clippy::all, clippy::pedantic, clippy::nursery)]
#![deny(clippy::semicolon_outside_block, clippy::let_underscore_must_use, clippy::same_name_method)]
#![deny(clippy::absolute_paths, clippy::allow_attributes, clippy::undocumented_unsafe_blocks)]
#![forbid(unsafe_code)]

use memscope::{AllocError, MemCx, MemVec, format_in, scope, scoped, unsize, vec_in};
use std::future::ready;

/// A method, a scratch scope, options.
struct Words<'a>(&'a str);

impl Words<'_> {
    #[scoped(tmp in cx, name = "longest", limit = 64 * 1024)]
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

#[test]
fn nx01_clean_under_pedantic_clippy() {
    scope!(cx);
    assert_eq!(Words("a word").longest(cx), Some("word"));
    assert_eq!(squares(4).ok(), Some(14));
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
    assert_eq!(unsize!(cx.boxed([1, 2]) => [u8]).len(), 2);
    assert_eq!(scope!(tmp in cx => { tmp.alloc_slice_copy(&[1, 2]).len() }), 2);
}
