use memscope::CopyIn;

#[derive(CopyIn)]
struct Name<'mcx> {
    #[copy_in(deep)]
    text: &'mcx str,
}

fn main() {}
