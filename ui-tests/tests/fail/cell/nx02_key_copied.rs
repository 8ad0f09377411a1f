use memscope::{MemCell, MemKey, scope};

fn consume(_: MemKey<'_>) {}

fn main() {
    scope!(cx, key = k);
    let cell = cx.alloc(MemCell::new(1));
    consume(k);
    println!("{}", cell.get(&k));
}
