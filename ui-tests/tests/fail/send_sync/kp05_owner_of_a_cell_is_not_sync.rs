use memscope::{Kept, MemBox};
use std::cell::Cell;

fn needs_sync<T: Sync>() {}

fn main() {
    needs_sync::<Kept<MemBox<'static, Cell<u8>>>>();
}
