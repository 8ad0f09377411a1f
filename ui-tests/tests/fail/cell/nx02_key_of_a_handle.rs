use memscope::{MemCell, scope};

fn main() {
    scope!(cx);
    let cell = cx.alloc(MemCell::new(1));
    cell.set(&mut cx.key(), 2);
}
