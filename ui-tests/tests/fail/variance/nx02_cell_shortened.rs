use memscope::{MemCell, scope};

fn shortened<'short, 'long: 'short>(cell: MemCell<'long, u8>) -> MemCell<'short, u8> {
    cell
}

fn main() {
    scope!(cx, key = k);
    let cell = MemCell::new(7);
    println!("{} {cx:?}", cell.get(&k));
    shortened(cell);
}
