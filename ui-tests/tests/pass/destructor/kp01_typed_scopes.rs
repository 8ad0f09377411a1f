//! Typed scopes: cycles, destructors that look at nothing, and the shape that users of typed-arena have.

use memscope::{TypedCx, scope, scoped};
use std::cell::{Cell, RefCell};

struct Node<'a> {
    name: String,
    edges: RefCell<Vec<&'a Node<'a>>>,
}

fn graph<'a>(nodes: &'a TypedCx<'a, Node<'a>>) -> &'a Node<'a> {
    let node = |name: &str| &*nodes.alloc(Node { name: name.into(), edges: RefCell::default() });
    let (a, b) = (node("a"), node("b"));
    a.edges.borrow_mut().push(b);
    b.edges.borrow_mut().extend([a, b]);
    a
}

struct Builder<'a> {
    nodes: &'a TypedCx<'a, Node<'a>>,
    last: Cell<Option<&'a Node<'a>>>,
}

impl<'a> Builder<'a> {
    fn push(&self, name: &str) {
        let edges = RefCell::new(self.last.get().into_iter().collect());
        self.last.set(Some(self.nodes.alloc(Node { name: name.into(), edges })));
    }
}

struct Counted<'a>(&'a Cell<u32>);

impl Drop for Counted<'_> {
    fn drop(&mut self) {
        self.0.set(self.0.get() + 1);
    }
}

#[scoped(mut names: String)]
fn joined(words: &[&str]) -> String {
    names.alloc_extend(words.iter().map(|word| word.to_uppercase()));
    names.iter_mut().map(|name| &*name).cloned().collect()
}

fn main() {
    scope!(nodes: Node<'_>);
    let a = graph(&nodes);
    assert_eq!(a.edges.borrow()[0].edges.borrow()[0].name, "a");

    scope!(chain: Node<'_>);
    let builder = Builder { nodes: &chain, last: Cell::new(None) };
    builder.push("first");
    builder.push("second");
    assert_eq!(builder.last.get().map(|node| node.edges.borrow()[0].name.len()), Some(5));

    let dropped = Cell::new(0);
    {
        scope!(counted: Counted<'_>);
        counted.alloc(Counted(&dropped));
        counted.alloc_extend([Counted(&dropped), Counted(&dropped)]);
        assert_eq!(counted.len(), 3);
    }
    assert_eq!(dropped.get(), 3);
    assert_eq!(joined(&["a", "b"]), "AB");
}
