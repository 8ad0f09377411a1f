use memscope::{MemCell, scope};

fn lengthened<'short, 'long: 'short>(cell: MemCell<'short, u8>) -> MemCell<'long, u8> {
    cell
}

fn main() {
    scope!(cx, key = k);
    let cell = MemCell::new(7);
    println!("{} {cx:?}", cell.get(&k));
    lengthened(cell);
}
