use memscope::{MemCx, scoped};

struct Node<'mcx>(&'mcx str);

#[scoped(_tmp in cx)]
fn copied<'mcx>(cx: MemCx<'mcx>, node: &Node<'_>) -> &'mcx str {
    #[keep(with = cx, copy)]
    let copy = *node;
    copy.0
}

fn main() {
    let _ = copied;
}
