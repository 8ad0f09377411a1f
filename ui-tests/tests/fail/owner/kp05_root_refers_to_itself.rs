use memscope::{Family, Keepable, Kept};
use std::cell::Cell;

struct Node<'mcx>(Cell<Option<&'mcx Node<'mcx>>>);

impl Family for Node<'_> {
    type Rest = ();
}

impl<'m> Keepable<'m> for Node<'_> {
    type At = Node<'m>;
}

fn close(kept: &Kept<Node<'static>>) {
    kept.with(|node| node.0.set(Some(node)));
}

fn main() {
    close(&Kept::new(|_| Node(Cell::new(None))));
}
