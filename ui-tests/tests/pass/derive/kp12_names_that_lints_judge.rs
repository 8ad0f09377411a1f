//! What the derives write warns of nothing, whatever the parts of a type are called.

#![forbid(unsafe_code)]
#![deny(warnings, unused, nonstandard_style, future_incompatible, rust_2018_idioms)]
#![deny(unused_qualifications, unused_lifetimes, single_use_lifetimes, elided_lifetimes_in_paths, keyword_idents)]
#![deny(explicit_outlives_requirements, redundant_lifetimes, trivial_casts, unused_results, let_underscore_drop)]
#![allow(dead_code)]

use memscope::{Carried, CopyIn, Covariant, DeserializeIn, InScope, Keepable, MemCx, MemVec};

#[derive(Carried, CopyIn, Covariant, DeserializeIn, Keepable)]
struct Fields<'mcx> {
    _x: &'mcx str,
    x: u32,
    __y: u32,
    _3: u32,
    r#type: &'mcx [u32],
    _type: (),
    field_0: u8,
    cx: u8,
    krate: u8,
    root: u8,
    to: u8,
}

#[derive(Carried, CopyIn, Covariant, DeserializeIn, Keepable)]
#[allow(non_snake_case)]
struct Camel<'mcx> {
    fooBar: &'mcx str,
    #[allow(non_snake_case)]
    SCREAM: u32,
}

#[derive(Carried, CopyIn, Covariant, DeserializeIn, Keepable)]
struct Tuple<'mcx>(&'mcx str, u32, (), Option<&'mcx [u8]>);

#[derive(Carried, CopyIn, Covariant, DeserializeIn, Keepable)]
struct Unit;

#[derive(Carried, CopyIn, DeserializeIn, Keepable)]
struct Generic<'mcx, T, const N: usize>
where
    T: Clone,
{
    _t: T,
    r#fn: Option<&'mcx u8>,
    #[serde(skip)]
    #[copy_in(clone)]
    _n: Array<N>,
}

#[derive(Carried, CopyIn, Clone, Keepable)]
#[copy_in(share)]
struct Word<'mcx>(&'mcx str);
impl Copy for Word<'_> {}

#[derive(Clone, Carried)]
struct Array<const N: usize>([u8; N]);
impl<const N: usize> Default for Array<N> {
    fn default() -> Self {
        Self([0; N])
    }
}

#[derive(Carried, CopyIn, Covariant, DeserializeIn, Keepable)]
enum Variants<'mcx> {
    Unit,
    Tuple(&'mcx str, u8),
    Named {
        _x: &'mcx str,
        r#match: u8,
        _1: u8,
    },
    #[allow(non_camel_case_types)]
    lower {
        _y: u8,
    },
}

#[derive(InScope)]
enum Scoped<'mcx> {
    A { _cx: MemCx<'mcx>, _x: u8 },
    B(MemVec<'mcx, u8>, u8),
    C { r#in: MemVec<'mcx, u8> },
}

#[derive(InScope)]
struct Marked<'mcx, T> {
    #[memscope(scope)]
    _in: T,
    of: &'mcx (),
}

#[derive(Carried, CopyIn, Covariant, DeserializeIn, Keepable)]
struct Old<'mcx> {
    #[deprecated]
    _old: &'mcx str,
    new: u8,
}

#[derive(Carried, CopyIn, Keepable)]
struct Chain<'mcx> {
    _v: u32,
    #[copy_in(tail)]
    r#next: Option<&'mcx Chain<'mcx>>,
}

#[derive(Carried, CopyIn, Covariant, Keepable, DeserializeIn)]
#[allow(non_camel_case_types)]
struct lower_case<'mcx> {
    _a: &'mcx str,
}

fn main() {}
