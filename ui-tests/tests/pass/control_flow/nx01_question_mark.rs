//! `?` passes through a scope, in both forms and in a scoped function.

use memscope::{AllocError, scope, scoped};
use std::num::ParseIntError;

fn sum(lines: &[&str]) -> Result<u32, ParseIntError> {
    let mut sum = 0;
    for line in lines {
        scope!(row);
        let numbers = row.alloc_iter(line.split(' '));
        for number in numbers {
            sum += number.parse::<u32>()?;
        }
    }
    Ok(sum)
}

fn first(words: Option<&str>) -> Option<usize> {
    scope!(cx => {
        let words = cx.alloc_str(words?);
        Some(words.split(' ').next()?.len())
    })
}

#[scoped(cx, limit = 1024)]
fn total(n: usize) -> Result<usize, AllocError> {
    Ok(cx.try_alloc_slice_fill_with(n, |i| i)?.iter().sum())
}

fn main() {
    assert_eq!(sum(&["1 2", "3"]), Ok(6));
    assert!(sum(&["1 2", "three"]).is_err());
    assert_eq!(first(Some("two words")), Some(3));
    assert_eq!(first(None), None);
    assert_eq!(total(4).unwrap(), 6);
    assert_eq!(total(4096).unwrap_err().scope(), "cx");
}
