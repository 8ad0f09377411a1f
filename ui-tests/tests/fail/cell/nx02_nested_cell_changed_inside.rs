use memscope::{MemCell, scope};

fn main() {
    scope!(cx, key = k);
    let outer = &*cx.alloc(MemCell::new(MemCell::new(1)));
    *outer.get(&k).get_mut(&mut k) += 1;
}
