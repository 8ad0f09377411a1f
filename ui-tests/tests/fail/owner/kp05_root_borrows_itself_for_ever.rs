use memscope::{Family, Keepable, Kept};

#[allow(dead_code)]
struct Node<'mcx>(Option<&'mcx mut Node<'mcx>>);

impl Family for Node<'_> {
    type Rest = ();
}

impl<'m> Keepable<'m> for Node<'_> {
    type At = Node<'m>;
}

fn close<'mcx>(_: &'mcx mut Node<'mcx>) {}

fn main() {
    let mut kept: Kept<Node<'static>> = Kept::new(|_| Node(None));
    kept.with_mut(|node, _| close(node));
}
