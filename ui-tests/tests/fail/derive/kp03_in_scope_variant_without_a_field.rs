use memscope::{InScope, MemString};

#[derive(InScope)]
enum Text<'mcx> {
    Owned(MemString<'mcx>),
    Borrowed(&'mcx str),
}

fn main() {}
