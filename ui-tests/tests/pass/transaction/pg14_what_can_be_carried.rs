//! Everything that holds no handle: what was made in the transaction, what was there before, and what is of nobody.

#![deny(warnings, unused, unused_qualifications)]
#![forbid(unsafe_code)]

use memscope::{Carried, Family, Keepable, MemBox, MemCx, scope};
use std::cell::Cell;
use std::collections::HashMap;
use std::error::Error;
use std::marker::PhantomData;
use std::rc::Rc;
use std::sync::Arc;
use std::thread::{self, ThreadId};

#[derive(Keepable, Carried)]
struct Everything<'src, 'mcx, T> {
    source: &'src str,
    text: &'mcx str,
    list: &'mcx mut [&'mcx str],
    cell: &'mcx mut Cell<&'mcx str>,
    boxed: MemBox<'mcx, Vec<u8>>,
    map: HashMap<&'mcx str, u32>,
    counted: (Arc<&'mcx str>, Rc<Cell<&'mcx str>>),
    later: Box<dyn Later<'mcx> + 'mcx>,
    function: fn(&'mcx str) -> MemCx<'mcx>,
    next: Option<&'mcx mut (u32, &'mcx u32)>,
    tree: &'mcx Tree<'mcx, T>,
    /// Of no lifetime: whatever it is, it is of no transaction.
    thread: ThreadId,
    hidden: Box<dyn Fn() -> usize>,
    of: PhantomData<fn() -> MemCx<'mcx>>,
}

#[derive(Carried)]
enum Tree<'mcx, T> {
    Leaf,
    Node { left: &'mcx Tree<'mcx, T>, right: &'mcx Self, value: T },
}

/// A trait whose types hold no handle.
trait Later<'mcx>: Carried {
    fn text(&self) -> &'mcx str;
}

impl<'mcx> Later<'mcx> for &'mcx str {
    fn text(&self) -> &'mcx str {
        self
    }
}

/// What outlives what is not true of every lifetime, but of those that a value has.
#[derive(Keepable, Carried)]
struct Nested<'src: 'mcx, 'mcx, T: Copy + 'mcx>
where
    T: Ord + 'src,
    &'src T: 'mcx,
    'src: 'mcx,
{
    smallest: Option<&'mcx &'src T>,
}

fn nested<'cx, 'src: 'cx>(cx: MemCx<'cx>, values: &'src [u32]) -> Option<&'cx &'src u32> {
    let nested = cx.transaction::<Nested<'src, 'src, u32>, ()>(|tx, _| {
        Ok(Nested { smallest: values.iter().min().map(|value| &*tx.alloc(value)) })
    });
    nested.ok()?.smallest
}

#[derive(Carried)]
enum Never {}

#[derive(Carried)]
struct Tail<'a, 'b, T: ?Sized + ToOwned>(&'a &'b str, T);

/// With the type of a parameter.
#[derive(Carried)]
struct Items<I: Iterator>(Vec<I::Item>)
where
    I::Item: Carried;

/// All of it is known when the program is built.
fn is_carried<T: ?Sized + Carried>() {}

#[derive(Carried)]
struct Plain(u32);

impl Family for Plain {
    type Rest = ();
}

impl<'m> Keepable<'m> for Plain {
    type At = Plain;
}

fn carry<'src: 'cx, 'cx>(cx: MemCx<'cx>, source: &'src str, outer: &'cx u32) -> Option<&'cx str> {
    let all = cx.transaction::<Everything<'src, 'src, u32>, Box<dyn Error>>(|tx, _| {
        let text: &str = tx.alloc_str(source);
        let number: u32 = text.parse()?;
        Ok(Everything {
            source,
            text,
            list: tx.alloc_iter([text, source]),
            cell: tx.alloc(Cell::new(text)),
            boxed: tx.boxed(text.as_bytes().to_vec()),
            map: HashMap::from([(text, number)]),
            counted: (Arc::new(text), Rc::new(Cell::new(text))),
            later: Box::new(text),
            function: |_| unreachable!(),
            next: Some(tx.alloc((number, outer))),
            tree: tx.alloc(Tree::Node { left: &Tree::Leaf, right: tx.alloc(Tree::Leaf), value: number }),
            thread: thread::current().id(),
            hidden: Box::new(|| 7),
            of: PhantomData,
        })
    });
    let all = all.ok()?;
    assert_eq!((all.source, all.list.len(), all.cell.get()), (source, 2, source));
    assert_eq!((all.map[source], *all.counted.0, all.later.text()), (all.next?.0, source, source));
    assert!(matches!(all.tree, Tree::Node { left: Tree::Leaf, right: Tree::Leaf, value: 17 }));
    assert_eq!((all.counted.1.get(), all.thread, (all.hidden)()), (source, thread::current().id(), 7));
    let _of: PhantomData<fn() -> MemCx<'cx>> = all.of;
    let _function: fn(&'cx str) -> MemCx<'cx> = all.function;
    cx.free(all.boxed);
    Some(all.text)
}

fn main() {
    let (source, values) = (String::from("17"), vec![3, 2]);
    scope!(cx);
    let outer = cx.alloc(1);
    assert_eq!(carry(cx, &source, outer), Some("17"));
    assert_eq!(carry(cx, "seventeen", outer), None);
    let plain = cx.transaction::<Plain, ()>(|tx, _| Ok(Plain(*tx.alloc(5))));
    assert_eq!(plain.unwrap().0, 5);
    assert_eq!(nested(cx, &values), Some(&&2));
    is_carried::<Never>();
    let tail: &Tail<'_, '_, [u8]> = &Tail(&"a", [1; 3]);
    assert_eq!((*tail.0, tail.1.len()), ("a", 3));
    is_carried::<Tail<'_, '_, [u8]>>();
    assert!(Items::<std::vec::IntoIter<u8>>(Vec::new()).0.is_empty());
}
