use memscope::{MemCell, scope};

fn main() {
    scope!(cx, key = cx);
    cx.alloc(MemCell::new(1));
}
