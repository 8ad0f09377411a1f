use memscope::{Branded, Keepable, MemCell, MemKey};

#[derive(Keepable)]
struct Graph<'m> {
    key: MemKey<'m>,
    cell: &'m MemCell<'m, u32>,
}

fn swapped(one: &mut Graph<'static>, two: &'static mut Branded<Graph<'static>>) {
    two.with_mut(|two, _| std::mem::swap(one, two));
}

fn main() {
    let _ = swapped;
}
