use memscope::{Keepable, Kept, MemCell, scoped};

#[derive(Keepable)]
struct Graph<'mcx> {
    node: &'mcx MemCell<'mcx, u8>,
}

#[scoped(key = k)]
fn graph() -> Kept<Graph<'mcx>> {
    let node = &*cx.alloc(MemCell::new(1));
    *node.get_mut(&mut k) += 1;
    Graph { node }
}

fn main() {
    graph().with(|graph| println!("{:?}", graph.node));
}
