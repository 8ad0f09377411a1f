use memscope::{InScope, MemCx, scoped};

#[derive(InScope)]
struct Node<'mcx> {
    cx: MemCx<'mcx>,
}

#[scoped]
fn linked() {
    #[keep(with = second.cx)]
    let first = Node { cx };
    #[keep(with = first)]
    let second = Node { cx: first.cx };
    second.cx.alloc(1);
}

fn main() {
    linked();
}
