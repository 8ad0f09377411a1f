use memscope::{Branded, Idx, Keepable, ThinSlab};

#[derive(Keepable)]
struct Ast<'m> {
    nodes: ThinSlab<'m, u32>,
    top: Idx<'m, u32>,
}

fn grown(ast: &'static mut Branded<Ast<'static>>, cx: memscope::MemCx<'static>) {
    ast.with_mut(|ast, _| {
        ast.nodes.push(cx, 1);
    });
}

fn main() {
    let _ = grown;
}
