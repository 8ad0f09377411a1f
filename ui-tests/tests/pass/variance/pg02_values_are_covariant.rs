//! What a carrier holds may be shortened, as in the standard library; only the brand may not.

#![allow(dead_code)]

use memscope::{MemBox, MemVec, vec};

fn boxed<'mcx, 's, 'long: 's>(name: MemBox<'mcx, &'long str>) -> MemBox<'mcx, &'s str> {
    name
}

fn boxed_dyn<'mcx, 's, 'long: 's>(f: MemBox<'mcx, dyn Fn() + 'long>) -> MemBox<'mcx, dyn Fn() + 'long> {
    f
}

fn vector<'mcx, 's, 'long: 's>(names: MemVec<'mcx, &'long str>) -> MemVec<'mcx, &'s str> {
    names
}

fn nested<'mcx, 's, 'long: 's>(names: MemVec<'mcx, MemBox<'mcx, &'long str>>) -> MemVec<'mcx, MemBox<'mcx, &'s str>> {
    names
}

fn into_iter<'mcx, 's, 'long: 's>(names: vec::IntoIter<'mcx, &'long str>) -> vec::IntoIter<'mcx, &'s str> {
    names
}

fn drain<'d, 'mcx, 's, 'long: 's>(names: vec::Drain<'d, 'mcx, &'long str>) -> vec::Drain<'d, 'mcx, &'s str> {
    names
}

fn drain_borrow<'d: 's, 'mcx, 's>(names: vec::Drain<'d, 'mcx, u8>) -> vec::Drain<'s, 'mcx, u8> {
    names
}

fn main() {
    memscope::scope!(cx);
    let name = cx.boxed("a name");
    let local = String::from("another");
    let mut both = cx.vec();
    both.push(boxed(name));
    both.push(cx.boxed(&local));
    assert_eq!(both.len(), 2);
}
