use memscope::{ContextIn, MemCx, ScopedError, error_in, scope};

fn row<'cx>(cx: MemCx<'cx>, n: u32) -> Result<u32, ScopedError<'cx>> {
    Err(error_in!(cx, "row {n} is empty"))
}

fn table<'cx>(cx: MemCx<'cx>) -> Result<u32, ScopedError<'cx>> {
    scope!(tmp in cx);
    row(tmp, 0).context_in(cx, format_args!("the table is bad"))
}

fn main() {
    scope!(cx);
    let _ = table(cx);
}
