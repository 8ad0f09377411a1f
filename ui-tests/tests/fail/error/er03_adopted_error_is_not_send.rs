use memscope::{AdoptIn, MemCx, ScopedError, scope};
use std::error::Error;
use std::fmt;
use std::rc::Rc;

#[derive(Debug)]
struct Missing(Rc<str>);

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is missing", self.0)
    }
}

impl Error for Missing {}

fn find<'cx>(cx: MemCx<'cx>, found: Result<u32, Missing>) -> Result<u32, ScopedError<'cx>> {
    found.adopt_in(cx)
}

fn main() {
    scope!(cx);
    let _ = find(cx, Err(Missing("a name".into())));
}
