use memscope::{MemCx, scoped};

struct Node<'mcx>(&'mcx str);

#[scoped(_tmp in cx)]
#[keep(with = return)]
fn node<'mcx>(cx: MemCx<'mcx>) -> Node<'mcx> {
    Node(cx.alloc_str("node"))
}

fn main() {
    let _ = |cx| node(cx).0;
}
