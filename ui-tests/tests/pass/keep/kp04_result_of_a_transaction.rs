//! In a transaction the result lives with what is committed.

#![deny(warnings)]

use memscope::{MemCx, scope, scoped};
use std::num::ParseIntError;

#[scoped(tx in cx, try)]
fn parsed<'mcx>(cx: MemCx<'mcx>, text: &str) -> Result<&'mcx u32, ParseIntError> {
    #[keep(with = return)]
    let number = text.parse()?;
    Ok(number)
}

/// The body makes the value, `?` and all.
#[scoped(tx in cx, try)]
#[keep(with = return)]
fn made<'mcx>(cx: MemCx<'mcx>, text: &str) -> Result<&'mcx u32, ParseIntError> {
    tx.alloc_str(text).parse::<u32>()
}

fn main() {
    scope!(cx);
    assert_eq!((parsed(cx, "7"), made(cx, "8")), (Ok(&7), Ok(&8)));
    assert!(parsed(cx, "x").is_err() && made(cx, "x").is_err());
    let number = scope!(tx in cx, try -> Option<&'static u32> => {
        #[keep(with = return)]
        let nine = 9;
        Some(nine)
    });
    assert_eq!(number, Some(&9));
}
