use memscope::{Covariant, Keepable};

#[derive(Keepable, Covariant)]
struct Ast<'mcx> {
    last: &'mcx mut &'mcx str,
}

fn main() {}
