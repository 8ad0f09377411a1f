use memscope::{ScopedError, error_in, scope};

fn check(errors: &mut Vec<ScopedError<'_>>, row: u32) {
    scope!(cx);
    errors.push(error_in!(cx, "row {row} is empty"));
}

fn main() {
    check(&mut Vec::new(), 0);
}
