use memscope::CopyIn;

#[derive(CopyIn)]
union Node<'mcx> {
    text: &'mcx str,
    number: u64,
}

fn main() {}
