//! Structures whose parts know each other, without `Rc`, `RefCell`, index or `unsafe`: a doubly linked list with a cursor
//! ([`list`]), a cache that forgets what was used least recently ([`cache`]), and sets that are joined ([`sets`]), also as one
//! value with their key, which is sent to a thread.

mod cache;
mod list;
mod sets;

use std::thread;

use memscope::{Branded, Keepable, MemKey, scope};

use cache::Cache;
use list::List;
use sets::Set;

/// A text is edited at a cursor.
fn edit() {
    scope!(cx, key = k);
    let mut words = List::new();
    for word in "the fast brown dog".split(' ') {
        words.push_back(cx, &mut k, word);
    }
    let mut cursor = words.cursor();
    cursor.move_next(&k);
    *cursor.current(&mut k).expect("it is at a word") = "quick";
    cursor.move_next(&k);
    cursor.insert_after(cx, &mut k, "fox");
    cursor.move_next(&k);
    cursor.move_next(&k);
    cursor.remove(&mut k);
    let forwards: Vec<_> = words.iter(&k).copied().collect();
    let backwards: Vec<_> = words.iter_back(&k).copied().collect();
    println!("{} | {}", forwards.join(" "), backwards.join(" "));
}

/// How often numbers have to be computed, if the last three are remembered.
fn remember() {
    scope!(cx, key = k);
    let mut cache = Cache::new(cx, 3);
    let mut computed = Vec::new();
    for n in [1_u64, 2, 3, 1, 4, 1, 2, 5] {
        let square = cache.get_or_insert_with(&mut k, n, || {
            computed.push(n);
            n * n
        });
        assert_eq!(square, n * n);
    }
    println!("computed {computed:?}, remembered {:?}", cache.keys(&k));
}

/// The cheapest cables that connect all towns.
fn connect() {
    const CABLES: [(u32, usize, usize); 7] =
        [(4, 0, 1), (8, 1, 2), (7, 2, 3), (9, 3, 4), (1, 1, 4), (2, 0, 4), (6, 2, 4)];
    scope!(cx, key = k);
    let towns: &[Set<'_>] = cx.alloc_iter((0..5).map(|_| sets::single(cx)));
    let mut cables = CABLES;
    cables.sort_unstable();
    let chosen = cables.iter().filter(|(_, a, b)| sets::join(&mut k, towns[*a], towns[*b]));
    let price: u32 = chosen.map(|(price, ..)| price).sum();
    println!("{} towns for {price}", sets::size(&mut k, towns[0]));
}

/// Who can reach whom: the sets with their key, so that what changes them needs nothing else.
#[derive(Keepable)]
struct Network<'m> {
    key: MemKey<'m>,
    towns: &'m [Set<'m>],
}

impl Network<'_> {
    fn lay(&mut self, a: usize, b: usize) -> bool {
        sets::join(&mut self.key, self.towns[a], self.towns[b])
    }
}

fn network(towns: usize) -> Branded<Network<'static>> {
    Branded::new(|own| {
        let towns = own.cx.alloc_iter((0..towns).map(|_| sets::single(own.cx)));
        Network { key: own.key, towns }
    })
}

/// A network is one value, with its memory: made in one place, and changed in others.
fn extend() {
    let mut network = network(5);
    network.with_mut(|network, _| network.lay(0, 1));
    let crew = thread::spawn(move || {
        let laid = [(1, 2), (0, 2), (3, 4)].map(|(a, b)| network.with_mut(|network, _| network.lay(a, b)));
        (network, laid)
    });
    let (mut network, laid) = crew.join().expect("nothing panics there");
    let reached = network.with_mut(|network, _| sets::size(&mut network.key, network.towns[0]));
    println!("laid {laid:?}, {reached} towns reached");
}

fn main() {
    edit();
    remember();
    connect();
    extend();
}
