use memscope::{InScope, MemCx};

#[derive(InScope)]
struct Parser<'mcx, 'tmp> {
    cx: MemCx<'mcx>,
    tmp: MemCx<'tmp>,
}

fn main() {}
