use memscope::CopyIn;

#[derive(CopyIn)]
struct Token<'mcx>(&'mcx str);

#[derive(CopyIn)]
struct Pair<'src, 'mcx> {
    first: Token<'src>,
    second: Token<'mcx>,
}

fn main() {}
