use memscope::MemCx;
use memscope_postgres::function;

/// # Safety
/// Never.
unsafe fn wild(_: MemCx<'_>) -> i64 {
    0
}

function! { fn wild(); }

fn main() {}
