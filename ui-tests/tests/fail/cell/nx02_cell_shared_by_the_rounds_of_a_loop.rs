use memscope::{MemCell, scope};

fn main() {
    let cell = MemCell::new(0);
    for n in 0..2 {
        scope!(cx, key = k);
        cell.set(&mut k, *cx.alloc(n));
    }
}
