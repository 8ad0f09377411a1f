use memscope::source::Source;
use memscope::{MemCx, scoped};

#[scoped(tx in cx, from = source, try)]
fn text<'mcx>(cx: MemCx<'mcx>, source: &dyn Source) -> Option<&'mcx str> {
    Some(tx.alloc_str("text"))
}

fn main() {}
