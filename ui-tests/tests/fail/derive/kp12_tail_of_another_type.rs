use memscope::CopyIn;

#[derive(CopyIn)]
struct Leaf(u32);

#[derive(CopyIn)]
struct Node<'mcx> {
    #[copy_in(tail)]
    next: Option<&'mcx Leaf>,
}

fn main() {}
