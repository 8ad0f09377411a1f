//! Names of the standard library, the crate and its types may mean something else where a scope is opened.

#![allow(dead_code, unused_macros, non_camel_case_types)]

mod core {}
mod std {}
mod memscope {}
mod alloc {}

struct Region;
struct ScopeEnd;
struct Site;
struct Lent;
struct Budget;
struct MemCx;
struct TypedCx;
struct MemBox;
struct Option;
struct usize;
enum Result {}
trait Drop {}

fn drop() {}
fn file() {}
fn open() {}
fn close() {}

macro_rules! file {
    () => {
        compile_error!("not this one")
    };
}
macro_rules! line {
    () => {
        compile_error!("nor this one")
    };
}

#[::memscope::scoped(cx)]
fn number() -> u32 {
    *cx.alloc(7)
}

fn main() {
    ::memscope::scope!(cx);
    ::memscope::scope!(tmp in cx, name = "tmp", limit = 1024);
    ::memscope::scope!(names: &'static str);
    let sum = ::memscope::scope!(<'mcx> inner in tmp => { *inner.alloc(1) + *cx.alloc(2) });
    assert_eq!(sum, 3);
    assert_eq!(number(), 7);
    let (ptr, opened) = ([1], [2]);
    assert_eq!(::memscope::unsize!(cx.boxed([ptr, opened]) => [[i32; 1]]).len(), 2);
    assert_eq!(names.alloc("a").len(), 1);
}
