use memscope::{InScope, MemBox};

#[derive(InScope)]
struct Parser<'mcx> {
    text: MemBox<'mcx, str>,
}

fn main() {}
