//! Every form that can have a key, in code that would be told of a warning.
#![deny(warnings)]
#![forbid(unsafe_code)]

use memscope::{Carried, Keepable, MemCell, MemCx, MemKey, scope, scoped};
use std::future::ready;

#[derive(Debug, Default, Keepable, Carried)]
struct Node<'m> {
    value: u32,
    next: Option<&'m MemCell<'m, Node<'m>>>,
}

fn link<'m>(from: &MemCell<'m, Node<'m>>, to: &'m MemCell<'m, Node<'m>>, key: &mut MemKey<'m>) {
    from.get_mut(key).next = Some(to);
}

#[scoped(key = k)]
fn of_a_function(n: u32) -> u32 {
    let cell = cx.alloc(MemCell::new(n));
    *cell.get_mut(&mut k) += 1;
    *cell.get(&k)
}

#[scoped(tmp in cx, key = k, name = "only read")]
fn only_read(cx: MemCx<'_>) -> u32 {
    let cells = tmp.alloc_iter((0..4).map(MemCell::new));
    *cx.alloc(cells.iter().map(|cell| cell.get(&k)).sum())
}

#[scoped(key = k)]
fn opaque() -> impl Iterator<Item = u32> {
    let cell = cx.alloc(MemCell::new(1));
    let n = *cell.get_mut(&mut k);
    0..n
}

#[scoped(_cx, key = k)]
async fn across_await() -> u32 {
    let cell = MemCell::new(1);
    let changed = cell.get_mut(&mut k);
    *changed += ready(1).await;
    *cell.get(&k)
}

struct Counter;

impl Counter {
    #[scoped(key = r#key)]
    fn method(&self) -> u32 {
        let cell = cx.alloc(MemCell::new(1));
        cell.replace(&mut key, 2) + cell.take(&mut key)
    }
}

#[derive(Keepable, Carried)]
struct Made<'cx>(&'cx MemCell<'cx, Node<'cx>>);

macro_rules! keyed {
    ($name:ident) => {
        scope!(cx, key = $name);
        cx.alloc(MemCell::new(1)).set(&mut $name, 2);
    };
}

fn needs_send<T: Send>(value: T) -> T {
    value
}

fn main() {
    assert_eq!((of_a_function(1), Counter.method(), opaque().count()), (2, 3, 1));
    drop(needs_send(across_await()));
    keyed!(name);
    let moved = name;
    println!("{moved:?}");

    scope!(cx, key = k);
    assert_eq!(only_read(cx), 6);
    let a = &*cx.alloc(MemCell::<Node<'_>>::default());
    link(a, a, &mut k);
    let made = scope!(<'tx> tx in cx, try -> Option<Made<'tx>> => {
        let node = tx.alloc(MemCell::<Node<'tx>>::default());
        node.value_mut().value = 3;
        Some(Made(node))
    });
    let b = made.unwrap().0;
    link(a, b, &mut k);
    let sum = scope!(<'m> tmp in cx, key = inner, limit = 4096 => {
        let cell: &'m MemCell<'m, u32> = tmp.alloc(MemCell::new(1));
        *cell.get_mut(&mut inner) += a.get(&k).next.unwrap().get(&k).value;
        cell.replace(&mut inner, 0)
    });
    assert_eq!(sum, 4);
}
