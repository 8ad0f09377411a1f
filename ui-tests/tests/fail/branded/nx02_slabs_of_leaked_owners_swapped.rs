use memscope::{Branded, Idx, Keepable, ThinSlab};

#[derive(Keepable)]
struct Ast<'m> {
    nodes: ThinSlab<'m, u32>,
    top: Idx<'m, u32>,
}

fn swapped(one: &mut ThinSlab<'static, u32>, two: &'static mut Branded<Ast<'static>>) {
    two.with_mut(|two, _| std::mem::swap(one, &mut two.nodes));
}

fn main() {
    let _ = swapped;
}
