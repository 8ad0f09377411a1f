//! The expansion is accepted where unsafe code is forbidden, warnings are errors and everything is documented.

#![forbid(unsafe_code)]
#![deny(warnings, unused, missing_docs, nonstandard_style, future_incompatible, rust_2018_idioms)]
#![deny(unused_qualifications, unused_lifetimes, single_use_lifetimes, unreachable_pub, let_underscore_drop)]
#![deny(elided_lifetimes_in_paths, explicit_outlives_requirements, redundant_lifetimes, variant_size_differences)]
#![deny(unused_results, unused_import_braces, trivial_casts, trivial_numeric_casts, keyword_idents)]

use memscope::{MemBox, MemCx, scope, scoped, unsize};
use std::fmt::Display;

#[scoped(tmp in cx, name = "copy", limit = 4096)]
fn copy<'mcx>(cx: MemCx<'mcx>, text: &str) -> &'mcx str {
    cx.alloc_str(tmp.alloc_str(text))
}

#[scoped]
async fn number() -> u32 {
    *cx.alloc(7)
}

#[scoped(mut names: String)]
fn names() -> usize {
    let _ = names.alloc(String::new());
    names.iter_mut().count()
}

fn shown<'mcx, 'a>(number: MemBox<'mcx, &'a u32>) -> MemBox<'mcx, dyn Display + 'a> {
    unsize!(number => dyn Display + 'a)
}

#[scoped]
fn serve() -> ! {
    panic!("{}", cx.name())
}

fn main() {
    scope!(cx);
    assert_eq!(copy(cx, "text"), "text");
    drop(number());
    assert_eq!(names(), 1);
    let sum = scope!(<'mcx> inner in cx => {
        let numbers: &'mcx [u32] = inner.alloc_slice_copy(&[1, 2]);
        numbers.iter().sum::<u32>()
    });
    assert_eq!(sum, 3);
    assert_eq!(shown(cx.boxed(&7)).to_string(), "7");
    let _: fn() -> ! = serve;
}
