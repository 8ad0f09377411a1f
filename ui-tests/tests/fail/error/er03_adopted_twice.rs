use memscope::{AdoptIn, MemCx, ScopedError, scope};

fn pass<'cx>(cx: MemCx<'cx>, found: Result<u32, ScopedError<'cx>>) -> Result<u32, ScopedError<'cx>> {
    found.adopt_in(cx)
}

fn main() {
    scope!(cx);
    let _ = pass(cx, Ok(1));
}
