use memscope::{InScope, MemCx};

#[derive(InScope)]
struct Parser<'mcx, 'tmp> {
    text: &'mcx str,
    tmp: MemCx<'tmp>,
}

fn main() {}
