use memscope::{CopyIn, MemCell};

#[derive(CopyIn)]
struct Node<'mcx> {
    value: MemCell<'mcx, u8>,
}

fn main() {
    let _ = |node: Node<'_>| node.value.into_inner();
}
