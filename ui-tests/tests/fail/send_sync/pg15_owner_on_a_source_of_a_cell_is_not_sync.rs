use std::cell::Cell;

use memscope::source::Heap;
use memscope::{Keepable, KeptOn};

#[derive(Keepable)]
struct Counter<'mcx>(#[allow(dead_code)] &'mcx u8, #[allow(dead_code)] Cell<u8>);

fn needs_sync<T: Sync>() {}

fn main() {
    needs_sync::<KeptOn<&'static str, Heap>>();
    needs_sync::<KeptOn<Counter<'static>, Heap>>();
}
