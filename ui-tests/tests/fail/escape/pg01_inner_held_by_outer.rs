use memscope::scope;
use std::cell::Cell;

struct Node<'a> {
    next: Cell<Option<&'a Node<'a>>>,
}

fn main() {
    scope!(cx);
    let list = cx.alloc(Node { next: Cell::new(None) });
    {
        scope!(tmp in cx);
        list.next.set(Some(tmp.alloc(Node { next: Cell::new(None) })));
    }
    println!("{}", list.next.get().is_some());
}
