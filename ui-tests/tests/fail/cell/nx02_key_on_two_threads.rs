use memscope::{MemCell, scope};

/// As threads do.
fn both(first: impl FnOnce() + Send, second: impl FnOnce() + Send) {
    first();
    second();
}

fn main() {
    scope!(cx, key = k);
    let cell = &*cx.alloc(MemCell::new(1));
    both(|| *cell.get_mut(&mut k) += 1, || *cell.get_mut(&mut k) += 1);
}
