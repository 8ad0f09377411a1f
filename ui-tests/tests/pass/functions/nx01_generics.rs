//! Generic functions, `impl Trait` in both places, and data that borrows from later locals.

use memscope::{MemCx, scope, scoped};
use std::fmt::Display;

fn copied<'mcx, T: Copy>(cx: MemCx<'mcx>, items: impl IntoIterator<Item = T>) -> &'mcx [T] {
    cx.alloc_iter(items)
}

#[scoped(tmp in cx)]
fn joined<'mcx, const N: usize, T>(cx: MemCx<'mcx>, items: [T; N]) -> &'mcx str
where
    T: Display,
{
    let mut text = tmp.string();
    for item in &items {
        text.push_str(tmp.alloc_fmt(format_args!("{item};")));
    }
    cx.alloc_str(&text)
}

#[scoped]
fn squares(n: u32) -> impl Iterator<Item = u32> + use<> {
    let last = *cx.alloc(n);
    (0..last).map(|i| i * i)
}

#[scoped]
fn adder(n: u32) -> impl Fn(u32) -> u32 {
    let n = *cx.alloc(n);
    move |m| n + m
}

fn words<'mcx>(cx: MemCx<'mcx>, text: &str) -> impl Iterator<Item = &'mcx str> {
    cx.alloc_str(text).split(' ')
}

fn main() {
    scope!(cx);
    assert_eq!(copied(cx, 0..3), [0, 1, 2]);
    assert_eq!(joined(cx, [1, 2]), "1;2;");
    assert_eq!(squares(4).sum::<u32>(), 14);
    assert_eq!(adder(1)(2), 3);
    assert_eq!(words(cx, "a b").count(), 2);

    // The scope may hold references to what is declared after it, as long as they are not used later.
    let later = String::from("later");
    let borrowed: &mut &str = cx.alloc(&later);
    assert_eq!(borrowed.len(), 5);
}
