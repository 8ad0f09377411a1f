use memscope::{CopyIn, Covariant, InScope, Keepable, MemCx};

#[derive(Keepable, Covariant, CopyIn, InScope)]
struct Ast<'src, 'node> {
    #[copy_in(share)]
    source: &'src str,
    cx: MemCx<'node>,
}

fn main() {}
