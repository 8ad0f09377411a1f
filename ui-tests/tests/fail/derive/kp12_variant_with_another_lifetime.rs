use memscope::CopyIn;

#[derive(CopyIn)]
struct Token<'mcx>(&'mcx str);

#[derive(CopyIn)]
enum Either<'src, 'mcx> {
    First(Token<'src>),
    Second(Token<'mcx>),
}

fn main() {}
