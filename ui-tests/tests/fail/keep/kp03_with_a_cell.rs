use memscope::{MemCell, scoped};

#[scoped(cx, key = key)]
fn kept() -> u32 {
    let cell = cx.alloc(MemCell::new(7));
    #[keep(with = cell)]
    let value = 8;
    *value + *cell.get(&key)
}

fn main() {
    kept();
}
