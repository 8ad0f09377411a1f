//! What each type that keeps is, on both sides: a method of the trait loses to an inherent one only where the bound holds.

use memscope::{
    Branded, Family, Keepable, Kept, KeptArc, KeptRc, Loose, MemBox, MemCell, MemCx, MemKey, MemSlab, MemString, MemVec,
    ThinSlab,
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

/// Says nothing of its root: the one that counts is `At`.
struct Handle;

struct Holder<'mcx>(#[allow(dead_code)] MemCx<'mcx>);

impl Family for Handle {
    type Rest = ();
}

impl Family for Holder<'_> {
    type Rest = ();
}

impl<'m> Keepable<'m> for Handle {
    type At = Holder<'m>;
}

/// The reverse: a family that is neither, of a root that is both.
struct Text(#[allow(dead_code)] Rc<u8>);

struct Plain<'mcx>(#[allow(dead_code)] &'mcx str);

impl Family for Text {
    type Rest = ();
}

impl Family for Plain<'_> {
    type Rest = ();
}

impl<'m> Keepable<'m> for Text {
    type At = Plain<'m>;
}

/// Borrows more than its memory, and asks that it outlives that.
#[derive(Keepable)]
struct Words<'src: 'mcx, 'mcx>(#[allow(dead_code)] &'mcx [&'src str]);

/// Cells that know each other, and their key.
#[derive(Keepable)]
struct Graph<'m, T>(#[allow(dead_code)] MemKey<'m>, #[allow(dead_code)] &'m MemCell<'m, Node<'m, T>>);

struct Node<'m, T>(#[allow(dead_code)] T, #[allow(dead_code)] Option<&'m MemCell<'m, Node<'m, T>>>);

#[derive(Keepable)]
struct Ast<'m, T>(#[allow(dead_code)] ThinSlab<'m, T>);

#[derive(Keepable)]
struct Growing<'m>(#[allow(dead_code)] MemSlab<'m, u8>);

macro_rules! check {
    ($($type:ty: $send:literal $sync:literal,)*) => {
        $(assert_eq!(($send, $sync), (<Probe<$type>>::SEND, <Probe<$type>>::SYNC), stringify!($type));)*
    };
}

fn short<'src>(_: &'src str) {
    check! {
        Kept<Words<'src, 'src>>: true true,
        KeptArc<Words<'src, 'src>>: true true,
        Loose<&'src str>: true true,
    }
}

fn main() {
    check! {
        Kept<&'static str>: true true,
        Kept<&'static mut str>: true true,
        Kept<&'static Cell<u8>>: false false,
        Kept<&'static mut Cell<u8>>: true false,
        Kept<&'static dyn Fn()>: false false,
        Kept<&'static (dyn Fn() + Sync)>: true true,
        Kept<MemBox<'static, u8>>: true true,
        Kept<MemBox<'static, Cell<u8>>>: true false,
        Kept<MemBox<'static, Rc<u8>>>: false false,
        Kept<MemVec<'static, u8>>: false false,
        Kept<MemString<'static>>: false false,
        Kept<Handle>: false false,
        Kept<Text>: true true,
        Kept<Words<'static, 'static>>: true true,
        KeptRc<&'static str>: false false,
        KeptRc<Text>: false false,
        KeptArc<&'static str>: true true,
        KeptArc<&'static mut Cell<u8>>: false false,
        KeptArc<MemBox<'static, Cell<u8>>>: false false,
        KeptArc<Handle>: false false,
        KeptArc<Text>: true true,
        Branded<&'static str>: true true,
        Branded<Graph<'static, u8>>: true true,
        Branded<Graph<'static, Cell<u8>>>: false false,
        Branded<Graph<'static, Rc<u8>>>: false false,
        Branded<Ast<'static, u8>>: true true,
        Branded<Ast<'static, Cell<u8>>>: true false,
        Branded<Ast<'static, Rc<u8>>>: false false,
        Branded<Growing<'static>>: false true,
        Branded<Handle>: false false,
        Branded<Text>: true true,
        Loose<u8>: true true,
        Loose<Cell<u8>>: true false,
        Loose<Rc<u8>>: false false,
    }
    short("src");
}
