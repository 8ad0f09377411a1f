use memscope::{MemCx, scoped};
use memscope_postgres::function;

#[scoped(tmp in cx)]
fn shout<'cx>(cx: MemCx<'cx>, text: &str) -> &'cx str {
    tmp.alloc_str(text)
}

function! { fn shout(text); }

fn main() {}
