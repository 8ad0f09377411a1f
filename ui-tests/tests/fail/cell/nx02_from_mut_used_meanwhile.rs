use memscope::{MemCell, scope};

fn main() {
    scope!(cx, key = k);
    let value = cx.alloc(1);
    let cell = MemCell::from_mut(value);
    *value += 1;
    cell.set(&mut k, 2);
}
