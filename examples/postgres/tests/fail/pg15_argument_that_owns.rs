use memscope::MemCx;
use memscope_postgres::function;

fn length(_: MemCx<'_>, text: String) -> i64 {
    text.len() as i64
}

function! { fn length(text); }

fn main() {}
