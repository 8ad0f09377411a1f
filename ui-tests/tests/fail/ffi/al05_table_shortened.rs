use memscope::ffi::Table;
use memscope::scope;

fn shortened<'short, 'long: 'short>(table: Table<'long>) -> Table<'short> {
    table
}

fn main() {
    scope!(cx);
    shortened(Table::new(cx));
}
