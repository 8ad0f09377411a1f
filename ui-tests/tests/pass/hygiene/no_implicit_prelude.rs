//! Nothing of the prelude is needed, neither of std's nor of the macros'.

#![no_implicit_prelude]

use ::memscope::{AllocError, MemCx, format_in, scope, scoped, unsize, vec_in};
use ::std::assert_eq;
use ::std::matches;
use ::std::result::Result::{self, Ok};

#[scoped(tmp in cx, name = "sum", limit = 4096)]
fn sum(cx: MemCx<'_>, numbers: &[u32]) -> Result<u32, AllocError> {
    let mut sum = 0;
    for number in tmp.try_alloc_slice_copy(numbers)? {
        sum += *number;
    }
    Ok(*cx.alloc(sum))
}

fn main() {
    scope!(cx);
    ::std::assert!(matches!(sum(cx, &[1, 2]), Ok(3)));
    scope!(mut names: &'static str);
    names.alloc("a");
    assert_eq!(names.len(), 1);
    let _ = names.iter_mut();
    let numbers = vec_in![cx; 1, 2];
    assert_eq!(format_in!(cx, "{}", numbers.len()), "2");
    assert_eq!(unsize!(cx.boxed([1, 2]) => [u8]).len(), 2);
    assert_eq!(scope!(inner => { *inner.alloc(7) }), 7);
}
