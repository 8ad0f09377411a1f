use memscope::CopyIn;

#[derive(CopyIn)]
struct Name<'mcx> {
    text: &'mcx str,
    #[copy_in(share)]
    owner: String,
}

fn main() {}
