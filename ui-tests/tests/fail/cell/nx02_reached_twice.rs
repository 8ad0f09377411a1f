use memscope::{MemCell, scope};

struct Node<'m> {
    value: u32,
    next: Option<&'m MemCell<'m, Node<'m>>>,
}

fn main() {
    scope!(cx, key = k);
    let node = &*cx.alloc(MemCell::new(Node { value: 1, next: None }));
    node.get_mut(&mut k).next = Some(node);
    let around = node.get(&k).next.unwrap().get_mut(&mut k);
    let direct = node.get_mut(&mut k);
    direct.value = around.value;
}
