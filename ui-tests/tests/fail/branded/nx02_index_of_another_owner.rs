use memscope::{Branded, Idx, Keepable, ThinSlab};

#[derive(Keepable)]
struct Ast<'m> {
    nodes: ThinSlab<'m, u32>,
    top: Idx<'m, u32>,
}

fn read(one: &Ast<'static>, two: &'static Branded<Ast<'static>>) -> u32 {
    two.with(|two| one.nodes[two.top])
}

fn main() {
    let _ = read;
}
