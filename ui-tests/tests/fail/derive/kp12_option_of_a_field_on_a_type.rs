use memscope::CopyIn;

#[derive(CopyIn)]
#[copy_in(clone)]
struct Name<'mcx> {
    text: &'mcx str,
}

fn main() {}
