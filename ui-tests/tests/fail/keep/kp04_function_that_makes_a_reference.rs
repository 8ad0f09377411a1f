use memscope::{MemCx, scoped};

struct Node(u32);

#[scoped(_tmp in cx)]
#[keep(with = return)]
fn node<'mcx>(cx: MemCx<'mcx>) -> &'mcx Node {
    cx.alloc(Node(7))
}

fn main() {
    let _ = |cx| node(cx).0;
}
