use memscope::{ScopedError, error_in};

fn check<'a>() -> ScopedError<'a> {
    error_in!("row 7 is empty")
}

fn main() {
    check();
}
