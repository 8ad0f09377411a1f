//! Every form of `slab!`, where nothing may go wrong: no unsafe code, no warning, names that meet.

#![forbid(unsafe_code)]
#![deny(warnings)]

mod renamed {
    pub use ::memscope as elsewhere;
}

use memscope::{Idx, MemCx, MemSlab, scope, slab};

struct Node<'s> {
    links: Vec<Idx<'s, Node<'s>>>,
}

struct Graph<'s> {
    nodes: MemSlab<'s, Node<'s>>,
}

impl<'s> Graph<'s> {
    fn add(&mut self, links: &[Idx<'s, Node<'s>>]) -> Idx<'s, Node<'s>> {
        self.nodes.push(Node { links: links.to_vec() })
    }
}

struct Held<'mcx> {
    cx: MemCx<'mcx>,
}

macro_rules! numbered {
    ($name:ident, $cx:expr, $($value:expr),*) => {
        slab!(mut $name: u32 in $cx);
        $($name.push($value);)*
    };
}

fn main() {
    scope!(cx);
    slab!(nodes: Node<'_> in cx);
    let mut graph = Graph { nodes };
    let a = graph.add(&[]);
    let b = graph.add(&[a, a]);
    graph.nodes[a].links.push(b);
    assert_eq!(graph.nodes[graph.nodes[a].links[0]].links.len(), 2);

    // The expression may have the slab's own name in it.
    let held = Held { cx };
    slab!(mut held in held.cx,);
    held.push("a");
    slab!(mut end: &str in cx, crate = renamed::elsewhere);
    end.push("b");
    slab!(parent: () in { cx }, crate = ::memscope,);
    assert!(parent.is_empty());
    slab!(mut r#in: u8 in cx);
    r#in.push(1);
    numbered!(numbers, cx, 1, 2, 3);
    numbers.push(4);
    assert_eq!(numbers.iter().sum::<u32>(), 10);
    // Not one of another's name: each has its own brand.
    slab!(mut numbers: u32 in cx);
    numbers.push(1);
    // An option of a slab can be taken, and the slab come back.
    let mut option = Some(numbers);
    let numbers = option.take().map(|mut numbers| {
        numbers.push(2);
        numbers
    });
    assert_eq!(numbers.map(|numbers| numbers.len()), Some(2));
}
