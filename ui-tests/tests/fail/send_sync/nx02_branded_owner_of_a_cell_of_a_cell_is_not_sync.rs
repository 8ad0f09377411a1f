use memscope::{Branded, Keepable, MemCell};
use std::cell::Cell;

#[derive(Keepable)]
struct Root<'m>(#[allow(dead_code)] MemCell<'m, Cell<u8>>);

fn needs_sync<T: Sync>() {}

fn main() {
    needs_sync::<Branded<Root<'static>>>();
}
