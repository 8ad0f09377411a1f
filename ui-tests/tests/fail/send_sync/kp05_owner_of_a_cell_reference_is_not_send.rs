use memscope::Kept;
use std::cell::Cell;

fn needs_send<T: Send>() {}

fn main() {
    needs_send::<Kept<&'static Cell<u8>>>();
}
