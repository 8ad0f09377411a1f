use memscope::{MemCx, ScopedError, scope};

fn digit<'cx>(_cx: MemCx<'cx>, text: &str) -> Result<u8, ScopedError<'cx>> {
    let digit = text.parse::<u8>()?;
    Ok(digit)
}

fn main() {
    scope!(cx);
    let _ = digit(cx, "x");
}
