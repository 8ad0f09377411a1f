use memscope::{MemCell, scope};

fn main() {
    scope!(cx, key = mut k);
    cx.alloc(MemCell::new(1));
}
