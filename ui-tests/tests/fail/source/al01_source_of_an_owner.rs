use memscope::source::Source;
use memscope::{Kept, scoped};

#[scoped(from = source)]
fn owner(source: &dyn Source) -> Kept<&'mcx str> {
    cx.alloc_str("text")
}

fn main() {}
