use memscope::{ContextIn, MemCx, ScopedError, scope};

fn digit<'cx>(cx: MemCx<'cx>, text: &str) -> Result<u8, ScopedError<'cx>> {
    text.parse::<u8>().context_in(cx, format_args!("`{text}` is no digit"))
}

fn main() {
    scope!(cx);
    let _ = digit(cx, "x");
}
