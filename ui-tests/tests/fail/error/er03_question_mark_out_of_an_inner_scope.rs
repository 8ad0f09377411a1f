use memscope::{MemCx, ScopedError, error_in, scope};

fn row<'cx>(cx: MemCx<'cx>, n: u32) -> Result<u32, ScopedError<'cx>> {
    Err(error_in!(cx, "row {n} is empty"))
}

fn table<'cx>(cx: MemCx<'cx>) -> Result<u32, ScopedError<'cx>> {
    scope!(tmp in cx);
    let first = row(tmp, 0)?;
    Ok(first)
}

fn main() {
    scope!(cx);
    let _ = table(cx);
}
