use memscope::CopyIn;

struct Word<'mcx>(&'mcx str);

#[derive(CopyIn)]
enum Text<'mcx> {
    Empty,
    Words(&'mcx [Word<'mcx>]),
}

fn main() {}
