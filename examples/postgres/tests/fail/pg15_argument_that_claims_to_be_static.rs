use memscope::MemCx;
use memscope_postgres::function;

fn remember(_: MemCx<'_>, _: &'static str) -> i64 {
    0
}

function! { fn remember(text); }

fn main() {}
