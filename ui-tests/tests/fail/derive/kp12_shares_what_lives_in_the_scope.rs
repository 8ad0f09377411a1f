use memscope::CopyIn;

#[derive(CopyIn)]
struct Name<'mcx> {
    #[copy_in(share)]
    text: &'mcx str,
}

fn main() {}
