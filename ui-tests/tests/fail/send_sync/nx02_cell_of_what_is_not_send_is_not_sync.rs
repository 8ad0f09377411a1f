use memscope::MemCell;
use std::sync::MutexGuard;

fn needs_sync<T: Sync>() {}

fn main() {
    needs_sync::<MutexGuard<'_, u8>>();
    needs_sync::<MemCell<'_, MutexGuard<'_, u8>>>();
}
