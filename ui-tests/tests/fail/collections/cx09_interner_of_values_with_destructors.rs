use memscope::Interner;

struct Names<'mcx> {
    all: Interner<'mcx, [String]>,
}

fn main() {}
