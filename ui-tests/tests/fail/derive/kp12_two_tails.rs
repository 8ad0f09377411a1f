use memscope::CopyIn;

#[derive(CopyIn)]
struct Node<'mcx> {
    #[copy_in(tail)]
    left: Option<&'mcx Node<'mcx>>,
    #[copy_in(tail)]
    right: Option<&'mcx Node<'mcx>>,
}

fn main() {}
