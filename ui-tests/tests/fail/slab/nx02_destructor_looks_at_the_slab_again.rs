use memscope::{Idx, scope, slab};

struct Node<'s, 'p>(Option<Idx<'s, Node<'s, 'p>>>, &'p String);

impl Drop for Node<'_, '_> {
    fn drop(&mut self) {
        println!("{}", self.1);
    }
}

fn main() {
    scope!(cx);
    slab!(mut nodes in cx);
    let text = String::from("dropped first");
    nodes.push(Node(None, &text));
}
