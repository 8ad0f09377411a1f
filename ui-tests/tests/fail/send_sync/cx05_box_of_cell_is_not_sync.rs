use memscope::MemBox;
use std::cell::Cell;

fn needs_sync<T: Sync>() {}

fn main() {
    needs_sync::<MemBox<'_, Cell<u32>>>();
}
