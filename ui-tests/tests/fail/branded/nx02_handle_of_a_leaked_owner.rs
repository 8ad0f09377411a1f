use memscope::{Branded, Keepable, MemCell, MemKey};

#[derive(Keepable)]
struct Graph<'m> {
    key: MemKey<'m>,
    cell: &'m MemCell<'m, u32>,
}

fn handle(graph: &'static mut Branded<Graph<'static>>) -> memscope::MemCx<'static> {
    graph.with_mut(|_, cx| cx)
}

fn main() {
    let _ = handle;
}
