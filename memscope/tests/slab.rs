//! `MemSlab`: indices that are always in range.

mod common;
mod counted;

use std::collections::{BTreeSet, HashMap};
use std::mem::{replace, swap};
use std::slice::GetDisjointMutError;
use std::thread;

use common::balanced;
use counted::{Ledger, Liar, message_of, panic_at_each};
use memscope::source::{Failing, Heap};
use memscope::{AllocError, Cause, Idx, MemCx, MemSlab, scope, scoped, slab, with_scope, with_scope_on, with_slab};

#[test]
fn nx02_an_index_is_four_bytes() {
    assert_eq!(size_of::<Idx<'_, String>>(), 4);
    assert_eq!(size_of::<Option<Idx<'_, String>>>(), 4);
    assert_eq!(size_of::<MemSlab<'_, String>>(), size_of::<usize>() * 2 + 8);
}

#[test]
fn nx02_values_by_index() {
    scope!(cx);
    slab!(mut names: String in cx);
    assert!(names.is_empty() && names.indices().next().is_none() && names.idx(0).is_none());
    let a = names.push("ada".into());
    let b = names.push("bob".into());
    names[a].push('!');
    names.get_mut(b).push('?');
    assert_eq!((names.get(a).as_str(), names[b].as_str(), names.len()), ("ada!", "bob?", 2));
    assert!(a < b && a == a && names.idx(1) == Some(b) && names.idx(2).is_none());
    assert_eq!((a.to_usize(), format!("{b:?}")), (0, "Idx(1)".into()));
    assert_eq!(format!("{names:?}"), r#"{Idx(0): "ada!", Idx(1): "bob?"}"#);
    assert_eq!(HashMap::from([(a, 1), (b, 2), (a, 3)])[&a], 3);
    assert_eq!(BTreeSet::from([b, a]).first(), Some(&a));
    assert_eq!(names.as_slice(), ["ada!", "bob?"]);
    names.as_mut_slice().reverse();
    assert_eq!(names[a], "bob?");
}

#[test]
fn nx02_iterators() {
    scope!(cx);
    slab!(mut numbers in cx);
    numbers.extend(0..10_u32);
    numbers.reserve(100);
    assert!(numbers.capacity() >= 110);
    for (at, number) in numbers.iter_enumerated_mut() {
        assert_eq!(at.to_usize(), *number as usize);
        *number *= 2;
    }
    for number in &mut numbers {
        *number += 1;
    }
    assert!((&numbers).into_iter().copied().eq((0..10).map(|n| 2 * n + 1)));
    assert!(numbers.iter_enumerated().rev().map(|(at, _)| at).eq(numbers.indices().rev()));
    let mut indices = numbers.indices();
    assert_eq!((indices.len(), indices.nth(3).map(Idx::to_usize), indices.len()), (10, Some(3), 6));
    assert_eq!((indices.nth(usize::MAX), indices.len(), indices.next_back()), (None, 0, None));
    assert_eq!(format!("{:?}", numbers.indices().skip(1).clone().count()), "9");
    // What is put in meanwhile is not among them.
    for at in numbers.indices() {
        let copy = numbers[at];
        numbers.push(copy);
    }
    assert_eq!(numbers.len(), 20);
}

#[test]
fn nx02_several_at_once() {
    scope!(cx);
    slab!(mut values in cx);
    let [a, b, c] = [1, 2, 3].map(|n| values.push(n));
    let [x, y] = values.get_disjoint_mut([c, a]).unwrap();
    swap(x, y);
    assert_eq!(values.as_slice(), [3, 2, 1]);
    for same in [[a, b, a], [b, b, c], [a, c, c]] {
        assert_eq!(values.get_disjoint_mut(same), Err(GetDisjointMutError::OverlappingIndices));
    }
    assert_eq!(values.get_disjoint_mut([]), Ok([]));
    slab!(mut units in cx);
    let (a, b) = (units.push(()), units.push(()));
    assert!(units.get_disjoint_mut([a, b]).is_ok() && units.get_disjoint_mut([b, b]).is_err());
}

/// A field, cycles, and nodes that hold indices of their own slab.
struct Graph<'s> {
    nodes: MemSlab<'s, Node<'s>>,
    start: Option<Idx<'s, Node<'s>>>,
}

struct Node<'s> {
    name: String,
    next: Option<Idx<'s, Node<'s>>>,
}

impl<'s> Graph<'s> {
    fn ring(&mut self, names: &[&str]) {
        for name in names.iter().rev() {
            self.start = Some(self.nodes.push(Node { name: (*name).into(), next: self.start }));
        }
        if let Some(last) = self.nodes.indices().next() {
            self.nodes[last].next = self.start;
        }
    }

    fn walk(&self, steps: usize) -> String {
        let links = std::iter::successors(self.start, |&at| self.nodes[at].next);
        links.take(steps).map(|at| self.nodes[at].name.as_str()).collect()
    }
}

#[test]
fn nx02_a_graph_with_cycles() {
    scope!(cx);
    slab!(nodes in cx);
    let mut graph = Graph { nodes, start: None };
    graph.ring(&["a", "b", "c"]);
    assert_eq!(graph.walk(7), "abcabca");
    // The slab moves, its indices stay.
    let Graph { nodes, start } = graph;
    let mut boxed = Box::new(Some(Graph { nodes, start }));
    assert_eq!(boxed.take().unwrap().walk(2), "ab");
}

/// Each call has a slab of its own, and one from its caller.
fn depths<'s>(cx: MemCx<'_>, outer: &mut MemSlab<'s, u32>, at: Idx<'s, u32>, depth: u32) -> u32 {
    if depth == 0 {
        return outer[at];
    }
    scope!(tmp in cx);
    slab!(mut inner in tmp);
    let here = inner.push(outer[at] + depth);
    outer.push(depth);
    depths(tmp, &mut inner, here, depth - 1) + outer[at]
}

#[test]
fn nx02_slabs_in_loops_and_recursion() {
    scope!(cx);
    slab!(mut sums in cx);
    let first = sums.push(1);
    assert_eq!(depths(cx, &mut sums, first, 4), 1 + 5 + 8 + 10 + 11);
    for round in 0..100_u32 {
        slab!(mut row in cx);
        let (a, b) = (row.push(round), row.push(2 * round));
        if round == 50 {
            continue;
        }
        let old = replace(&mut sums[first], row[a] + row[b]);
        assert!(old < 300);
    }
    assert_eq!(sums[first], 297);
}

#[scoped(tmp in cx)]
fn longest<'mcx>(cx: MemCx<'mcx>, text: &str) -> Option<&'mcx str> {
    slab!(mut words in tmp);
    words.extend(text.split(' '));
    let at = words.indices().max_by_key(|&at| words[at].len())?;
    Some(cx.alloc_str(words[at]))
}

#[test]
fn nx02_in_scoped_functions_closures_and_blocks() {
    scope!(cx);
    assert_eq!(longest(cx, "a study in scarlet"), Some("scarlet"));
    let sum = with_slab(cx, |slab| {
        let mut a = slab.open();
        let one = a.push(1);
        a[one]
            + with_slab(cx, |slab| {
                let mut b = slab.open();
                let two = b.push(one);
                a[b[two]]
            })
    });
    assert_eq!(sum, 2);
    let text = scope!(<'mcx> tmp in cx => {
        slab!(mut parts in tmp);
        let at: Idx<'mcx, &'mcx str> = parts.push(&*tmp.alloc_str("part"));
        parts[at].len()
    });
    assert_eq!(text, 4);
}

#[test]
fn nx02_values_are_dropped_once_and_the_memory_goes_back() {
    let ledger = Ledger::new(0);
    balanced(|| {
        scope!(cx);
        let at = (&raw const *cx.boxed_uninit_slice::<u8>(0)).addr();
        {
            slab!(mut values in cx);
            values.extend(ledger.values(1000));
            assert_eq!(ledger.alive(), 1000);
            let first = values.indices().next().unwrap();
            drop(replace(&mut values[first], ledger.value(1)));
            assert_eq!(ledger.alive(), 1000);
        }
        assert_eq!(ledger.alive(), 0);
        assert_eq!((&raw const *cx.boxed_uninit_slice::<u8>(0)).addr(), at);
    });
    ledger.assert_balanced();
}

#[test]
fn nx02_a_slab_that_is_dropped_gives_its_memory_back() {
    scope!(cx, limit = 4096);
    for round in 0..1000 {
        slab!(mut numbers in cx);
        numbers.extend(0..300);
        assert_eq!(numbers.len() + round, 300 + round);
    }
}

/// What a slab leaves behind when it moves serves what is allocated next, if the scope recycles, and else nobody.
#[test]
fn nx02_a_slab_that_outgrew_a_buffer_gives_it_back_where_it_can() {
    fn filled(cx: MemCx<'_>) -> Result<(), AllocError> {
        slab!(mut values in cx);
        let first = values.try_push(0_u64)?;
        for n in 1..2000 {
            if n % 10 == 0 {
                cx.try_alloc_str("in between")?; // so that it cannot grow in place
            }
            values.try_push(n)?;
        }
        for n in 0..100 {
            cx.try_alloc([n; 15])?;
        }
        assert_eq!((values[first], values.len()), (0, 2000));
        Ok(())
    }

    const LIMIT: usize = 40_000;
    scope!(recycling, recycle, limit = LIMIT);
    filled(recycling).unwrap();
    scope!(plain, limit = LIMIT);
    // A source that checks takes back each object.
    assert_eq!(filled(plain).err().map(|error| error.cause()), (!cfg!(feature = "checked")).then_some(Cause::Limit));
}

#[test]
fn pg16_panic_at_every_call_of_user_code() {
    panic_at_each(|l| {
        with_scope(|cx| {
            slab!(mut values in cx);
            let first = values.push(l.value(0));
            values.extend((1..9).map(|id| {
                l.tick();
                l.value(id)
            }));
            assert_eq!(format!("{:?}", values[first]), "0");
            values[first] = l.value(7);
        });
    });
}

/// What an iterator had given before it panicked has an index, and no other.
#[test]
fn pg16_after_a_panic_the_indices_are_those_of_the_values() {
    scope!(cx);
    slab!(mut values in cx);
    let text = message_of(|| values.extend((0..100).map(|n| if n < 37 { n } else { panic!("at 37") })));
    assert_eq!(text, "at 37");
    assert_eq!((values.len(), values.indices().count()), (37, 37));
    assert!(values.iter_enumerated().all(|(at, n)| at.to_usize() == *n as usize));
    values.extend(Liar(0..3, (usize::MAX, None)));
    assert_eq!(values[values.idx(39).unwrap()], 2);
}

#[test]
fn cx07_a_refused_push_gives_no_index() {
    for n in 0.. {
        let source = Failing::from(Heap, n);
        let done = with_scope_on(&source, |cx| {
            slab!(mut values in cx);
            for id in 0..2000_u64 {
                let Ok(at) = values.try_push(id) else {
                    assert_eq!(values.len() as u64, id);
                    assert!(values.indices().all(|at| values[at] == at.to_usize() as u64));
                    assert!(values.try_reserve(5000).is_err() && values.try_extend(0..5000).is_err());
                    return false;
                };
                assert_eq!(at.to_usize() as u64, id);
            }
            true
        });
        if done {
            assert!(n > 1);
            break;
        }
    }
    scope!(cx, limit = 0);
    slab!(mut values in cx);
    assert!(message_of(|| values.push(1_u64)).contains("scope `cx` cannot allocate 8 bytes"));
    assert!(message_of(|| values.reserve(usize::MAX)).contains("scope `cx`"));
}

#[repr(align(128))]
struct Wide(u32);

#[test]
fn cx09_over_aligned_values_move_when_it_grows() {
    scope!(cx);
    slab!(mut values in cx);
    let all: Vec<_> = (0..200)
        .map(|n| {
            cx.alloc_str("x");
            values.push(Wide(n))
        })
        .collect();
    for (n, at) in all.into_iter().enumerate() {
        assert_eq!((values[at].0 as usize, (&raw const values[at]).addr() % 128), (n, 0));
    }
}

/// Threads read one structure; its indices go wherever they are wanted.
#[test]
fn nx02_shared_between_threads() {
    scope!(cx);
    slab!(mut numbers in cx);
    numbers.extend(0..1000_u64);
    let indices: Vec<_> = numbers.indices().collect();
    let numbers = &numbers;
    let sum: u64 = thread::scope(|threads| {
        let workers: Vec<_> = indices
            .chunks(250)
            .map(|part| threads.spawn(move || part.iter().map(|&at| numbers[at]).sum::<u64>()))
            .collect();
        workers.into_iter().map(|worker| worker.join().unwrap()).sum()
    });
    assert_eq!(sum, 499_500);
}
