use memscope::{MemCell, scope};

fn main() {
    scope!(a, key = k);
    let cell = a.alloc(MemCell::new(1));
    let read = cell.get(&k);
    scope!(b, key = other);
    cell.set(&mut other, 2);
    println!("{read} {b:?}");
}
