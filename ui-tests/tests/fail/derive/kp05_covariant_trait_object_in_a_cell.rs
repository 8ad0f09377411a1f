use memscope::{Covariant, Keepable};
use std::cell::Cell;

#[derive(Keepable, Covariant)]
struct Ast<'mcx> {
    visit: Cell<Option<&'mcx (dyn Fn() + 'mcx)>>,
}

fn main() {}
