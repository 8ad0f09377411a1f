//! Recursion, with a scope for each frame.

use memscope::{MemCx, scope, scoped};

enum Tree<'mcx> {
    Leaf(u32),
    Node(&'mcx Tree<'mcx>, &'mcx Tree<'mcx>),
}

fn build<'mcx>(cx: MemCx<'mcx>, depth: u32) -> &'mcx Tree<'mcx> {
    match depth {
        0 => cx.alloc(Tree::Leaf(1)),
        _ => cx.alloc(Tree::Node(build(cx, depth - 1), build(cx, depth - 1))),
    }
}

fn sum(tree: &Tree<'_>) -> u32 {
    scope!(cx);
    match tree {
        Tree::Leaf(n) => *cx.alloc(*n),
        Tree::Node(left, right) => cx.alloc_slice_copy(&[sum(left), sum(right)]).iter().sum(),
    }
}

#[scoped(tmp in cx)]
fn depth(cx: MemCx<'_>, tree: &Tree<'_>) -> u32 {
    match tree {
        Tree::Leaf(_) => 0,
        Tree::Node(left, right) => 1 + *tmp.alloc(depth(tmp, left).max(depth(tmp, right))),
    }
}

fn main() {
    scope!(cx);
    let tree = build(cx, 10);
    assert_eq!(sum(tree), 1024);
    assert_eq!(depth(cx, tree), 10);
}
