use memscope::{MemCell, scope};

fn main() {
    scope!(cx, key = k);
    let cell = cx.alloc(MemCell::new(1));
    let read = cell.get(&k);
    scope!(tmp in cx, key = other);
    *cell.get_mut(&mut other) += 1;
    println!("{read} {tmp:?}");
}
