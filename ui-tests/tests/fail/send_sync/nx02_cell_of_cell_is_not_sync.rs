use memscope::MemCell;
use std::cell::Cell;

fn needs_sync<T: Sync>() {}

fn main() {
    needs_sync::<MemCell<'_, Cell<u8>>>();
}
