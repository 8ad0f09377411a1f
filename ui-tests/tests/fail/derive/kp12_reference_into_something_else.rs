use memscope::CopyIn;

#[derive(CopyIn)]
struct Token<'src, 'mcx> {
    text: &'src str,
    tags: &'mcx [u32],
}

fn main() {}
