use memscope::{MemCell, MemKey, scope};

async fn change<'m>(cell: &MemCell<'m, u8>, key: &mut MemKey<'m>) {
    *cell.get_mut(key) += 1;
}

async fn run() {
    scope!(cx, key = k);
    let cell = &*cx.alloc(MemCell::new(1));
    let first = change(cell, &mut k);
    let second = change(cell, &mut k);
    first.await;
    second.await;
}

fn main() {
    drop(run());
}
