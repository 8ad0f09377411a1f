//! Types in which a longer lifetime does for a shorter one, as the compiler finds.

#![allow(dead_code)]

use memscope::{Covariant, Keepable};
use std::borrow::Cow;
use std::cell::Cell;
use std::collections::HashMap;
use std::rc::Rc;

#[derive(Keepable, Covariant)]
struct Parts<'src, 'mcx, T> {
    text: &'mcx str,
    list: &'mcx mut [u32],
    nested: Vec<Option<Box<&'mcx T>>>,
    counted: Rc<Cow<'mcx, str>>,
    map: HashMap<&'mcx str, &'src str>,
    function: fn() -> &'mcx str,
    object: Box<dyn Fn() + 'mcx>,
    outer: Cell<&'src str>,
    inner: &'mcx Parts<'src, 'mcx, T>,
}

#[derive(Keepable, Covariant)]
enum List<'mcx, T: 'mcx> {
    Empty,
    Node(T, &'mcx List<'mcx, T>),
}

fn shorter<'short, 'long: 'short>(list: &'short List<'long, u32>) -> &'short List<'short, u32> {
    <List<'static, u32> as Covariant>::shorten(list)
}

fn main() {
    assert!(matches!(shorter(&List::Node(1, &List::Empty)), List::Node(1, List::Empty)));
}
