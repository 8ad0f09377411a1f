use memscope::{InScope, MemCx};

#[derive(InScope)]
struct Parser<'mcx> {
    #[memscope(handle)]
    cx: MemCx<'mcx>,
}

fn main() {}
