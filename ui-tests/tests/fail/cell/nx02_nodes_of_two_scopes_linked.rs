use memscope::{MemCell, MemKey, scope};

#[derive(Default)]
struct Node<'m> {
    next: Option<&'m MemCell<'m, Node<'m>>>,
}

fn link<'m>(a: &'m MemCell<'m, Node<'m>>, b: &'m MemCell<'m, Node<'m>>, key: &mut MemKey<'m>) {
    a.get_mut(key).next = Some(b);
}

fn main() {
    scope!(one, key = k);
    scope!(two);
    link(one.alloc(MemCell::default()), two.alloc(MemCell::default()), &mut k);
    two.alloc(MemCell::<u8>::default());
}
