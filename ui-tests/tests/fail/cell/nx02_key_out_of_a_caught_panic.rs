use memscope::{MemCell, MemKey, scope};
use std::panic::{AssertUnwindSafe, catch_unwind};

fn main() {
    let mut kept: Option<MemKey<'_>> = None;
    let caught = catch_unwind(AssertUnwindSafe(|| {
        scope!(cx, key = k);
        cx.alloc(MemCell::new(1));
        kept = Some(k);
        panic!("with the key outside");
    }));
    println!("{kept:?} {caught:?}");
}
