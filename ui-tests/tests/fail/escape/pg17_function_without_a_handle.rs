use memscope::{MemCx, scope};

struct Tree<'mcx>(&'mcx mut [u64]);

fn allocate<'mcx>(cx: MemCx<'mcx>) -> Tree<'mcx> {
    Tree(cx.alloc_slice_default(4))
}

fn link(tree: &mut Tree<'_>) {
    tree.0 = cx.alloc_slice_default(8);
}

fn main() {
    scope!(cx);
    let mut tree = allocate(cx);
    link(&mut tree);
}
