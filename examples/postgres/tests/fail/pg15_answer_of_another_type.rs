use memscope::MemCx;
use memscope_postgres::function;

fn byte(_: MemCx<'_>) -> u8 {
    0
}

function! { fn byte(); }

fn main() {}
