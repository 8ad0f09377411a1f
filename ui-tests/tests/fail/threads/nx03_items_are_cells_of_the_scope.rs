use memscope::{CollectIn, scope};
use rayon::prelude::*;
use std::cell::Cell;

fn main() {
    scope!(cx);
    let cell: &Cell<u32> = cx.alloc(Cell::new(1));
    [1, 2].par_iter().collect_in::<&'static str>(cx, |part, n, _| {
        cell.set(*n);
        &*part.alloc_str("a")
    });
}
