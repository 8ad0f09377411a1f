use memscope::CopyIn;

#[derive(CopyIn)]
struct Name<'mcx> {
    text: &'mcx str,
    #[copy_in(skip = 0)]
    uses: u32,
}

fn main() {}
