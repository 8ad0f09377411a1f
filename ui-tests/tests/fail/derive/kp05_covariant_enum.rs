use memscope::{Covariant, Keepable, MemCx};

#[derive(Keepable, Covariant)]
enum Ast<'src, 'mcx> {
    Text(&'src str),
    Open(MemCx<'mcx>),
}

fn main() {}
