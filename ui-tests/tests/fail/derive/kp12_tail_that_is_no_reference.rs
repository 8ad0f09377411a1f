use memscope::{CopyIn, MemBox};

#[derive(CopyIn)]
struct Node<'mcx> {
    value: u32,
    #[copy_in(tail)]
    next: Option<MemBox<'mcx, Node<'mcx>>>,
}

fn main() {}
