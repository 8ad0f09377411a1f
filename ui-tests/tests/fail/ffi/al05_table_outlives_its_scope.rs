use memscope::{ffi::Table, scope};

fn main() {
    let table = {
        scope!(cx);
        Table::new(cx)
    };
    println!("{table:?}");
}
