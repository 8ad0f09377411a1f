use memscope::{Covariant, Keepable, MemVec};

#[derive(Keepable, Covariant)]
struct Ast<'mcx> {
    words: MemVec<'mcx, &'mcx str>,
}

fn main() {}
