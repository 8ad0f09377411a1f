use memscope::{Branded, Keepable, MemCell, MemKey};

#[derive(Keepable)]
struct Graph<'m> {
    key: MemKey<'m>,
    cell: &'m MemCell<'m, u32>,
}

fn main() {
    let graph: Branded<Graph<'static>> =
        Branded::new(|own| Graph { key: own.key, cell: own.cx.alloc(MemCell::new(1)) });
    memscope::scope!(cx);
    let graph: Graph<'_> = graph.into_scope(cx);
    println!("{}", graph.cell.get(&graph.key));
}
