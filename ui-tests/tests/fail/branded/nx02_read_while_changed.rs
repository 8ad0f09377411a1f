use memscope::{Branded, Keepable, MemCell, MemKey};

#[derive(Keepable)]
struct Graph<'m> {
    key: MemKey<'m>,
    cell: &'m MemCell<'m, u32>,
}

fn read(graph: &mut Branded<Graph<'static>>) {
    graph.with_mut(|graph, _| {
        let value = graph.cell.get(&graph.key);
        *graph.cell.get_mut(&mut graph.key) += 1;
        println!("{value}");
    });
}

fn main() {
    let _ = read;
}
