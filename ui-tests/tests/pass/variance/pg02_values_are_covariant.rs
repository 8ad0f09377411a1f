//! What a carrier holds may be shortened, as in the standard library; only the brand may not.

#![allow(dead_code)]

use memscope::{Idx, MemBox, MemPool, MemSlab, MemVec, PoolBox, ThinVec, slab, vec};

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

fn thin<'mcx, 's, 'long: 's>(names: ThinVec<'mcx, &'long str>) -> ThinVec<'mcx, &'s str> {
    names
}

fn pool<'mcx, 's, 'long: 's>(names: MemPool<'mcx, &'long str>) -> MemPool<'mcx, &'s str> {
    names
}

fn pool_box<'p: 's, 's, 'long: 's>(name: PoolBox<'p, &'long str>) -> PoolBox<'s, &'s str> {
    name
}

fn slab<'b, 's, 'long: 's>(names: MemSlab<'b, &'long str>) -> MemSlab<'b, &'s str> {
    names
}

fn index<'b, 's, 'long: 's>(index: Idx<'b, &'long str>) -> Idx<'b, &'s str> {
    index
}

fn indices<'b, 's, 'long: 's>(indices: slab::Indices<'b, &'long str>) -> slab::Indices<'b, &'s str> {
    indices
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
