use memscope::{Branded, Idx, Keepable, ThinSlab};

#[derive(Keepable)]
struct Ast<'m> {
    nodes: ThinSlab<'m, u32>,
    top: Idx<'m, u32>,
}

fn top(ast: &'static Branded<Ast<'static>>) -> Idx<'static, u32> {
    ast.with(|ast| ast.top)
}

fn main() {
    let _ = top;
}
