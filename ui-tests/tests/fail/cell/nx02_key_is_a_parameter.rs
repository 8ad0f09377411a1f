use memscope::{MemCell, scoped};

#[scoped(key = k)]
fn add(k: u32) -> u32 {
    *cx.alloc(MemCell::new(k)).value_mut() + k
}

fn main() {
    add(1);
}
