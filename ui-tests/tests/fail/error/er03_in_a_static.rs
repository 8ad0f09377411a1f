use memscope::{ScopedError, error_in, scope};
use std::sync::OnceLock;

static LAST: OnceLock<ScopedError<'static>> = OnceLock::new();

fn main() {
    scope!(cx);
    let _ = LAST.set(error_in!(cx, "row {} is empty", 7));
}
