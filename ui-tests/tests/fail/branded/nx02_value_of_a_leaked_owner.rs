use memscope::{Branded, Keepable, MemCell, MemKey};

#[derive(Keepable)]
struct Graph<'m> {
    key: &'m MemKey<'m>,
    cell: &'m MemCell<'m, u32>,
}

fn read(graph: &'static Branded<Graph<'static>>) -> &'static u32 {
    graph.with(|graph| graph.cell.get(graph.key))
}

fn main() {
    let _ = read;
}
