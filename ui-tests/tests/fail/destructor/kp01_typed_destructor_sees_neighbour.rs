use memscope::scope;
use std::cell::Cell;

struct Node<'a> {
    next: Cell<Option<&'a Node<'a>>>,
}

impl Drop for Node<'_> {
    fn drop(&mut self) {
        println!("{}", self.next.get().is_some());
    }
}

fn main() {
    scope!(nodes: Node<'_>);
    let first = nodes.alloc(Node { next: Cell::new(None) });
    let second = nodes.alloc(Node { next: Cell::new(None) });
    second.next.set(Some(first));
}
