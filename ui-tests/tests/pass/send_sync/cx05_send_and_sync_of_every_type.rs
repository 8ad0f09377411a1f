//! What each public type is, on both sides: a method of the trait loses to an inherent one only where the bound holds.

use memscope::{
    AllocError, Cause, Idx, MemBox, MemCx, MemMap, MemPool, MemSet, MemSlab, MemString, MemVec, NewSlab, PoolBox, ThinVec,
    TypedCx, slab, string, vec,
};
use std::cell::Cell;
use std::marker::PhantomData;
use std::rc::Rc;

struct Probe<T: ?Sized>(PhantomData<T>);

trait Neither {
    const SEND: bool = false;
    const SYNC: bool = false;
}

impl<T: ?Sized> Neither for Probe<T> {}

impl<T: ?Sized + Send> Probe<T> {
    const SEND: bool = true;
}

impl<T: ?Sized + Sync> Probe<T> {
    const SYNC: bool = true;
}

macro_rules! check {
    ($($type:ty: $send:literal $sync:literal,)*) => {
        $(assert_eq!(($send, $sync), (<Probe<$type>>::SEND, <Probe<$type>>::SYNC), stringify!($type));)*
    };
}

fn main() {
    check! {
        MemCx<'static>: false false,
        AllocError: true true,
        Cause: true true,
        MemBox<'static, u8>: true true,
        MemBox<'static, [u8]>: true true,
        MemBox<'static, Cell<u8>>: true false,
        MemBox<'static, Rc<u8>>: false false,
        MemBox<'static, dyn Send>: true false,
        MemBox<'static, dyn Sync>: false true,
        MemVec<'static, u8>: false false,
        vec::IntoIter<'static, u8>: false false,
        vec::Drain<'static, 'static, u8>: false false,
        vec::Splice<'static, 'static, vec::IntoIter<'static, u8>>: false false,
        MemString<'static>: false false,
        string::Drain<'static, 'static>: false false,
        string::FromUtf8Error<'static>: false false,
        MemMap<'static, u8, u8>: false false,
        MemSet<'static, u8>: false false,
        ThinVec<'static, u8>: true true,
        ThinVec<'static, Cell<u8>>: true false,
        ThinVec<'static, Rc<u8>>: false false,
        MemPool<'static, u8>: false false,
        PoolBox<'static, u8>: false true,
        PoolBox<'static, Cell<u8>>: false false,
        MemSlab<'static, u8>: false true,
        MemSlab<'static, Cell<u8>>: false false,
        NewSlab<'static, 'static>: false false,
        Idx<'static, Rc<u8>>: true true,
        slab::Indices<'static, Rc<u8>>: true true,
        TypedCx<'static, u8>: true false,
        TypedCx<'static, Rc<u8>>: false false,
    }
}
