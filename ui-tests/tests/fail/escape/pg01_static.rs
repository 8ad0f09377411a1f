use memscope::scope;
use std::sync::Mutex;

static NAME: Mutex<&str> = Mutex::new("");

fn main() {
    scope!(cx);
    *NAME.lock().unwrap() = cx.alloc_str("a name");
}
