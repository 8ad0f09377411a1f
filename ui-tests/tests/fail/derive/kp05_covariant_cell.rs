use memscope::{Covariant, Keepable};
use std::cell::Cell;

#[derive(Keepable, Covariant)]
struct Ast<'mcx> {
    last: Cell<&'mcx str>,
}

fn main() {}
