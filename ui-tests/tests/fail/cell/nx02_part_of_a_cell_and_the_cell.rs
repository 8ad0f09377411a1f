use memscope::{MemCell, scope};

fn main() {
    scope!(cx, key = k);
    let cells = &*cx.alloc(MemCell::new([1, 2]));
    let first = cells.as_array_of_cells()[0].get(&k);
    cells.get_mut(&mut k)[0] = 3;
    println!("{first}");
}
