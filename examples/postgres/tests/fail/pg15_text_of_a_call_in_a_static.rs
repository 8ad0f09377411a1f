use std::cell::Cell;

use memscope::MemCx;
use memscope_postgres::function;

thread_local! {
    static LATER: Cell<&'static str> = const { Cell::new("") };
}

fn remember(cx: MemCx<'_>, text: &str) -> i64 {
    LATER.set(cx.alloc_str(text));
    0
}

function! { fn remember(text); }

fn main() {}
