use memscope::{MemCell, MemKey, scope};

fn deeper<'m>(cell: &MemCell<'m, u8>, outer: &mut MemKey<'m>) {
    let value = cell.get_mut(outer);
    scope!(cx, key = k);
    if *value > *cx.alloc(0) {
        deeper(cell, &mut k);
    }
}

fn main() {
    scope!(cx, key = k);
    deeper(cx.alloc(MemCell::new(1)), &mut k);
}
