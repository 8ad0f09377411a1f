//! The ways on which an error may leave its scope, and what may be done with it on the way.

use memscope::{AdoptIn, ContextIn, CopyIn, MemCx, OwnedError, ScopedError, error_in, scope, scoped};
use std::error::Error;
use std::thread;

fn row<'cx>(cx: MemCx<'cx>, text: &str) -> Result<u8, ScopedError<'cx>> {
    if text.is_empty() {
        return Err(error_in!(cx, "the row is empty"));
    }
    text.parse().adopt_in(cx).with_context_in(cx, |f| write!(f, "`{text}` is no digit"))
}

// Of the same scope, or of one that lives longer, it is passed on as it is.
fn rows<'cx, 'outer: 'cx>(cx: MemCx<'cx>, outer: MemCx<'outer>, text: &str) -> Result<u32, ScopedError<'cx>> {
    let mut sum = 0;
    for (n, text) in text.lines().enumerate() {
        sum += u32::from(row(outer, text).context_in(cx, format_args!("row {n}"))?);
    }
    Ok(sum)
}

// Out of an inner scope it is copied.
#[scoped(tmp in cx)]
fn table<'cx>(cx: MemCx<'cx>, text: &str) -> Result<u32, ScopedError<'cx>> {
    rows(tmp, cx, text).map_err(|error| error.copy_in(cx))
}

// Out of all scopes it is made owned, by `?` or in words.
#[scoped]
fn owned(text: &str) -> Result<u32, OwnedError> {
    Ok(table(cx, text)?)
}

#[scoped]
fn boxed(text: &str) -> Result<u32, Box<dyn Error + Send + Sync>> {
    Ok(table(cx, text).map_err(ScopedError::into_owned)?)
}

// Boxed for no longer than its scope lives, it needs neither.
fn boxed_in<'cx>(cx: MemCx<'cx>, text: &str) -> Result<u32, Box<dyn Error + 'cx>> {
    Ok(table(cx, text)?)
}

fn main() {
    scope!(cx);
    let shown = "row 1: `x` is no digit: invalid digit found in string";
    assert_eq!(table(cx, "1\n2").unwrap(), 3);
    let error = table(cx, "1\nx").unwrap_err();
    assert_eq!(format!("{error:#}"), shown);
    assert_eq!(format!("{:#}", owned("1\nx").unwrap_err()), shown);
    assert_eq!(boxed("1\nx").unwrap_err().to_string(), "row 1");
    assert_eq!(boxed_in(cx, "1\nx").unwrap_err().to_string(), "row 1");
    // It owns nothing, so it may be copied, put into the scope, and looked at by other threads meanwhile.
    let kept: &ScopedError<'_> = cx.alloc(error);
    thread::scope(|threads| {
        threads.spawn(|| assert_eq!(format!("{kept:#}"), shown));
        threads.spawn(move || assert_eq!(format!("{error:#}"), shown));
    });
}
