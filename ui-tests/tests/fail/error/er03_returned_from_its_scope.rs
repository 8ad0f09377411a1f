use memscope::{ScopedError, error_in, scope};

fn check<'a>(row: u32) -> Result<u32, ScopedError<'a>> {
    scope!(cx);
    if row == 0 {
        return Err(error_in!(cx, "row {row} is empty"));
    }
    Ok(row)
}

fn main() {
    let _ = check(0);
}
