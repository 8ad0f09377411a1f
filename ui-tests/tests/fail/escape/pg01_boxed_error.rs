use memscope::scope;
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

fn find() -> Result<u32, Box<dyn Error>> {
    scope!(cx);
    let found: Result<u32, _> = Err(Missing(cx.alloc_str("a name")));
    Ok(found?)
}

fn main() {
    let _ = find();
}
