use memscope::{AdoptIn, MemCx, ScopedError, scope};

fn find<'cx>(cx: MemCx<'cx>, found: Result<u32, u8>) -> Result<u32, ScopedError<'cx>> {
    found.adopt_in(cx)
}

fn main() {
    scope!(cx);
    let _ = find(cx, Err(1));
}
