use memscope::ffi::Table;
use memscope::scope;

fn lengthened<'short, 'long: 'short>(table: Table<'short>) -> Table<'long> {
    table
}

fn main() {
    scope!(cx);
    lengthened(Table::new(cx));
}
