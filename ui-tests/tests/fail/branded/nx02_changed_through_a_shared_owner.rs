use memscope::{Branded, Keepable, MemCell, MemKey};

#[derive(Keepable)]
struct Graph<'m> {
    key: MemKey<'m>,
    cell: &'m MemCell<'m, u32>,
}

fn changed(graph: &Branded<Graph<'static>>) {
    graph.with(|graph| *graph.cell.get_mut(&mut graph.key) += 1);
}

fn main() {
    let _ = changed;
}
