use memscope::scope;
use std::cell::Cell;

fn generate<'a, F: Future>(slot: &'a Cell<Option<&'a str>>, task: impl FnOnce(&'a Cell<Option<&'a str>>) -> F) {
    drop(task(slot));
}

fn main() {
    let slot = Cell::new(None);
    generate(&slot, async |slot| {
        scope!(cx);
        slot.set(Some(&*cx.alloc_str("an item")));
        std::future::ready(()).await;
    });
}
