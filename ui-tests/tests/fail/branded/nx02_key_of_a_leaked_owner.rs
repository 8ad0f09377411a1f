use memscope::{Branded, Keepable, MemCell, MemKey};

#[derive(Keepable)]
struct Graph<'m> {
    key: MemKey<'m>,
    cell: &'m MemCell<'m, u32>,
}

// Of a `Kept` that was leaked, both lifetimes would be `'static`.
fn changed(one: &Graph<'static>, two: &'static mut Branded<Graph<'static>>) {
    two.with_mut(|two, _| *one.cell.get_mut(&mut two.key) += 1);
}

fn main() {
    let _ = changed;
}
