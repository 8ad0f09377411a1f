use memscope::MemCell;

fn shortened<'m, 'short, 'long: 'short>(cell: &'short MemCell<'m, &'long u8>) -> &'short MemCell<'m, &'short u8> {
    cell
}

fn main() {
    shortened(&MemCell::new(&7));
}
