use memscope::{Branded, Keepable, MemCell, MemKey};

#[derive(Keepable)]
struct Graph<'m> {
    key: MemKey<'m>,
    cell: &'m MemCell<'m, u32>,
}

fn main() {
    let mut last = None;
    let graph: Branded<Graph<'static>> = Branded::new(|own| {
        let cell = &*own.cx.alloc(MemCell::new(1));
        last = Some(cell);
        Graph { key: own.key, cell }
    });
    graph.with(|graph| println!("{}", graph.cell.get(&graph.key)));
}
