use memscope::scope;
use std::thread::JoinHandle;

fn detach(f: impl FnOnce() + Send + 'static) -> JoinHandle<()> {
    std::thread::spawn(f)
}

fn main() {
    scope!(cx);
    let text = &*cx.alloc_str("a name");
    detach(move || println!("{text}"));
}
