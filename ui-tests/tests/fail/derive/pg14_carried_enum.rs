use memscope::{Carried, MemString};

#[derive(Carried)]
enum Text<'mcx> {
    Borrowed(&'mcx str),
    Owned { text: MemString<'mcx>, length: usize },
    Empty,
}

fn main() {}
