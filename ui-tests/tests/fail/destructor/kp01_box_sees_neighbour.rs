use memscope::{MemBox, scope};
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
    scope!(cx);
    let first: MemBox<'_, Node<'_>> = cx.boxed(Node { next: Cell::new(None) });
    let second: MemBox<'_, Node<'_>> = cx.boxed(Node { next: Cell::new(None) });
    first.next.set(Some(&second));
}
