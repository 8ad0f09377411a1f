use memscope::{MemCx, ScopedError, error_in, scope};
use std::error::Error;

fn row<'cx>(cx: MemCx<'cx>, n: u32) -> Result<u32, ScopedError<'cx>> {
    Err(error_in!(cx, "row {n} is empty"))
}

fn run() -> Result<u32, Box<dyn Error>> {
    scope!(cx);
    let first = row(cx, 0)?;
    Ok(first)
}

fn main() {
    let _ = run();
}
