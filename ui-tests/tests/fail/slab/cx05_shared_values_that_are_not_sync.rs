use memscope::{scope, slab};
use std::cell::Cell;

fn needs_sync<T: Sync>(_: &T) {}

fn main() {
    scope!(cx);
    slab!(mut cells in cx);
    cells.push(Cell::new(1));
    needs_sync(&cells);
}
