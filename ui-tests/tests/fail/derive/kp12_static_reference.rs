use memscope::CopyIn;

#[derive(CopyIn)]
struct Token<'mcx> {
    kind: &'static str,
    tags: &'mcx [u32],
}

fn main() {}
