//! The first screen of the README as a program: a scope for each round of a loop, and a function with scratch memory.
//!
//! ```sh
//! cargo run --example quickstart
//! ```

use std::io::{self, BufRead};

use memscope::{MemCx, MemVec, scope, scoped};

const TEXT: &str = "\
To be, or not to be, that is the question:
Whether 'tis nobler in the mind to suffer
The slings and arrows of outrageous fortune,
Or to take arms against a sea of troubles
";

/// A function that allocates says so, and returns data of the caller's scope.
fn words<'mcx>(cx: MemCx<'mcx>, line: &str) -> MemVec<'mcx, &'mcx str> {
    let mut words = cx.vec();
    for word in line.split_whitespace() {
        words.push(&*cx.alloc_str(word));
    }
    words
}

fn count(lines: impl Iterator<Item = io::Result<String>>) -> io::Result<usize> {
    let mut n = 0;
    for line in lines {
        scope!(cx); // from here to the end of the block
        let line = line?; // `?`, `return`, `break`, `continue`, `.await` pass through
        n += words(cx, &line).len();
    } // all of it is gone; the page is reused in the next round
    Ok(n)
}

enum Expr<'mcx> {
    Number(i64),
    Sum(&'mcx Expr<'mcx>, &'mcx Expr<'mcx>),
    Product(&'mcx Expr<'mcx>, &'mcx Expr<'mcx>),
}

/// Reads `+ 1 * 2 3`. What is for the caller goes to `cx`, what is for us to `tmp`, a scope of our own inside.
#[scoped(tmp in cx)]
fn parse<'mcx>(cx: MemCx<'mcx>, source: &str) -> Option<&'mcx Expr<'mcx>> {
    let tokens = words(tmp, source); // dies with the function
    let mut rest = tokens.iter();
    let root = build(cx, &mut rest)?;
    if rest.next().is_some() { None } else { Some(root) }
}

fn build<'mcx, 't>(cx: MemCx<'mcx>, tokens: &mut impl Iterator<Item = &'t &'t str>) -> Option<&'mcx Expr<'mcx>> {
    let expr = match *tokens.next()? {
        "+" => Expr::Sum(build(cx, tokens)?, build(cx, tokens)?),
        "*" => Expr::Product(build(cx, tokens)?, build(cx, tokens)?),
        number => Expr::Number(number.parse().ok()?),
    };
    Some(cx.alloc(expr))
}

fn value(expr: &Expr<'_>) -> i64 {
    match expr {
        Expr::Number(n) => *n,
        Expr::Sum(a, b) => value(a) + value(b),
        Expr::Product(a, b) => value(a) * value(b),
    }
}

fn main() -> io::Result<()> {
    println!("{} words", count(TEXT.as_bytes().lines())?);

    scope!(cx);
    for source in ["+ 1 * 2 3", "* + 1 2 + 3 4", "+ 1"] {
        match parse(cx, source) {
            Some(expr) => println!("{source} = {}", value(expr)),
            None => println!("{source} makes no sense"),
        }
    }
    Ok(())
}
