//! What a stage may be, however odd, without a warning.

#![deny(warnings)]
#![forbid(unsafe_code)]

use memscope::{MemCx, keep, pipe, scope, scoped};
use std::num::ParseIntError;

#[derive(Debug, PartialEq)]
struct Text {
    length: usize,
    text: String,
}

/// A `|` that ends no stage stands in brackets of some kind, but for that of a pattern of the `let`.
fn bars(n: u32) -> u32 {
    pipe! {
        let (Ok(n) | Err(n)) = if n > 9 { Ok(n) } else { Err(n) }
            | _.map(|n| n | 1)
            | match _ { Ok(1 | 2) => Ok(0), Err(n @ (3 | 4)) => Ok(n), other => other }
    }
    let add = pipe!(n | (move |m: u32| m | _));
    pipe!(
        [add(1), add(2)] | _.into_iter().fold(0, |a, b| a | b) | (_ | 8) | (_ > 9 || matches!(_, 8 | 9)) | u32::from(_)
    )
}

/// Stages that jump, loop, and declare.
fn jumps(n: u32) -> Result<u32, u32> {
    let twice = pipe!(n | 'twice: { if _ > 2 { break 'twice _ * 2 } 0 } | loop { break _ + 1 });
    let first = 'first: {
        pipe!(twice | if _ == 1 { break 'first 1 } else { _ } | assert!(_ != 1));
        pipe!(
            twice
                | if let Some(n) = _.checked_sub(1)
                    && n > 6
                {
                    return Err(n);
                } else {
                    _
                }
        )
    };
    pipe!(
        vec![first]
            | {
                let Some(last) = _.pop() else { return Err(0) };
                last
            }
            | Ok(_)
    )
}

/// The value in what makes a struct, an array, a range, a cast.
fn values() -> Text {
    let text = pipe!(
        String::from("x") | Text { length: _.len(), text: _ } | {
            _.text.push('y');
            _
        }
    );
    pipe! { let [a, .., z] = [1_u8, 2, 3] | _.map(|n| n * 2) }
    let sum: usize =
        pipe!(a | (0..=_) | _.map(usize::from).sum::<usize>() | -(_ as isize) | !_ | _ as usize + usize::from(z));
    pipe!(text | Text { length: sum, .._ })
}

/// Types that are said, and a method by the path of its trait.
fn types(text: &str) -> Result<usize, ParseIntError> {
    pipe! {
        text
            | _.split(' ').map(str::parse::<u8>)
            | _.collect::<Result<Vec<_>, _>>()?
            | Vec::<u8>::len(&_)
            | <usize as std::ops::Add<usize>>::add(_, 1)
            | Ok(_)
    }
}

/// A `let` has attributes of its own; one that is not there has nothing that is kept for it.
fn attributes(n: u32) -> u32 {
    pipe! { #[cfg(any())] let n = nowhere(n) | keep _ with result | nothing(&_) }
    pipe! { #[allow(unused_mut)] let mut n = n | _ + 1 }
    pipe! { #[cfg(all())] let r#type = n | keep _ with r#type | &_ }
    *r#type
}

/// With what the function returns, also in a pipe within a pipe.
#[scoped(tmp in cx)]
fn kept<'mcx>(cx: MemCx<'mcx>, n: u32) -> Option<&'mcx u32> {
    pipe! {
        let returned = *tmp.alloc(n)
            | keep _ with return
            | { #[keep(with = cx)] let next = _ + 1; next }
            | keep _ with returned
            | pipe!(*_ + 1 | keep _ with return | *keep!(_, with = tmp) | _ + 1 | keep _ with (return, tmp, tmp, cx) | &_)
    }
    Some(returned)
}

macro_rules! through {
    ($first:expr $(, $stage:expr)*) => {
        pipe!($first $(| $stage)*)
    };
}

fn main() {
    assert_eq!((bars(5), bars(12)), (1, 1));
    assert_eq!((jumps(0), jumps(2), jumps(3)), (Ok(1), Ok(1), Ok(7)));
    assert_eq!(jumps(4), Err(8));
    assert_eq!(values().text, "xy");
    assert_eq!((types("1 2"), types("x").is_err()), (Ok(3), true));
    assert_eq!(attributes(1), 2);
    scope!(cx);
    assert_eq!(kept(cx, 1), Some(&4));
    assert_eq!(through!(3, _ + 1, _ * 2), 8);
}
