use memscope::{Covariant, Keepable};

#[derive(Keepable, Covariant)]
struct Ast<'mcx> {
    visit: fn(&'mcx str),
}

fn main() {}
