use memscope::{Carried, Keepable, MemCell, scope};

#[derive(Keepable, Carried)]
struct Made<'cx> {
    cell: &'cx MemCell<'cx, u8>,
    changed: &'cx mut u8,
}

fn main() {
    scope!(cx, key = k);
    let made = scope!(<'tx> tx in cx, key = inner, try -> Option<Made<'tx>> => {
        let cell = &*tx.alloc(MemCell::new(1));
        Some(Made { cell, changed: cell.get_mut(tx.alloc(inner)) })
    });
    let Made { cell, changed } = made.unwrap();
    let read = cell.get(&k);
    *changed = 2;
    println!("{read}");
}
