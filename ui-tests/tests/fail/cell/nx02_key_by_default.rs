use memscope::{MemCell, MemKey, scope};

fn main() {
    scope!(cx, key = k);
    let cell = cx.alloc(MemCell::new(1));
    let read = cell.get(&k);
    cell.set(&mut MemKey::default(), 2);
    println!("{read}");
}
