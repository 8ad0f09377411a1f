use memscope::{Carried, MemCx};

#[derive(Carried)]
struct Ast<'src, 'mcx> {
    parent: MemCx<'src>,
    text: &'mcx str,
}

// The transaction's lifetime may be either.
#[derive(Carried)]
struct Swapped<'mcx>(Ast<'mcx, 'static>);

fn main() {}
