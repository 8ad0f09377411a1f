use memscope::{AdoptIn, MemCx, ScopedError, scope};
use std::error::Error;
use std::fmt;

#[derive(Debug)]
struct Missing<'a>(&'a str);

impl fmt::Display for Missing<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is missing", self.0)
    }
}

impl Error for Missing<'_> {}

fn find<'cx>(cx: MemCx<'cx>, name: &str) -> Result<u32, ScopedError<'cx>> {
    Err(Missing(name)).adopt_in(cx)
}

fn main() {
    scope!(cx);
    let _ = find(cx, "a name");
}
