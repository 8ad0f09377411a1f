use memscope::{MemCell, scope};

fn main() {
    let mut kept = None;
    for n in 0..2 {
        scope!(cx, key = k);
        let cell = &*cx.alloc(MemCell::new(n));
        let first = kept.get_or_insert(cell);
        *first.get_mut(&mut k) += 1;
    }
}
