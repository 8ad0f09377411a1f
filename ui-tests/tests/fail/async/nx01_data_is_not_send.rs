use memscope::scope;
use std::cell::Cell;

fn needs_send<T: Send>(_: T) {}

async fn number() -> u32 {
    scope!(cx);
    let cell: &Cell<u32> = cx.alloc(Cell::new(7));
    std::future::ready(()).await;
    cell.get()
}

fn main() {
    needs_send(number());
}
