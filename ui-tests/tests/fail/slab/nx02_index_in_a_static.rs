use memscope::{Idx, MemCx, slab};
use std::sync::Mutex;

static KEPT: Mutex<Option<Idx<'static, i32>>> = Mutex::new(None);

fn keep(cx: MemCx<'static>) {
    slab!(mut numbers in cx);
    *KEPT.lock().unwrap() = Some(numbers.push(1));
}

fn main() {
    let _ = keep;
}
