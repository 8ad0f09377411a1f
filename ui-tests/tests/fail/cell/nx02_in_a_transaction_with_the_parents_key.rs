use memscope::{Carried, Keepable, MemCell, scope};

#[derive(Keepable, Carried)]
struct Made<'cx>(&'cx MemCell<'cx, u8>);

fn main() {
    scope!(cx, key = k);
    let made = scope!(<'tx> tx in cx, try -> Option<Made<'tx>> => {
        let cell = tx.alloc(MemCell::new(1));
        cell.set(&mut k, 2);
        Some(Made(cell))
    });
    println!("{}", made.unwrap().0.get(&k));
}
