//! Neither the user's names nor the macro's get into the other's way.

#![no_implicit_prelude]
#![deny(warnings)]

use ::memscope::pipe;
use ::std::{assert_eq, string::String, vec, vec::Vec};

macro_rules! sum {
    ($first:expr, $second:expr) => {{
        let load = 100;
        pipe!(load | _ + $first | keep _ with result | _ + $second)
    }};
}

fn load(number: i32) -> i32 {
    number + 1
}

#[allow(dead_code)]
mod memscope {}

fn main() {
    let load_without_keep = 10;
    assert_eq!(pipe!(load(1) | load(_) + load_without_keep), 13);
    pipe! { let stage = load(1) | keep _ with stage | &_ }
    pipe! { let load_kept_with_result = load(2) | keep _ with result | _ + *stage }
    assert_eq!((*stage, load_kept_with_result), (2, 5));

    let load = 1;
    assert_eq!(sum!(load, load_without_keep), 111);
    let result = 5;
    pipe! { let value = result | keep _ with result | _ + result }
    assert_eq!(value, 10);
    let keep = |text: String| text;
    let r#match = pipe!(String::new() | keep(_) | _.len());
    assert_eq!(pipe!(r#match | _ + r#match + 1), 1);
    let sorted: Vec<i32> = pipe!(
        vec![2, 1] | {
            _.sort();
            _
        }
    );
    assert_eq!(sorted, [1, 2]);
}
