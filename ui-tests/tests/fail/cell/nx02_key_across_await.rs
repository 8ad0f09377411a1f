use memscope::{MemCell, MemKey, scope};

async fn change<'m>(cell: &MemCell<'m, u8>, key: &mut MemKey<'m>) {
    *cell.get_mut(key) += 1;
}

async fn run<'m>(cell: &MemCell<'m, u8>) {
    scope!(cx, key = k);
    cx.alloc(1);
    change(cell, &mut k).await;
}

fn main() {
    drop(run(&MemCell::new(1)));
}
