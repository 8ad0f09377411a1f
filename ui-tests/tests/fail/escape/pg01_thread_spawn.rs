use memscope::scope;

fn spawn(f: impl FnOnce() + Send + 'static) {
    std::thread::spawn(f);
}

fn main() {
    scope!(cx);
    let number = cx.alloc(7);
    spawn(move || println!("{number}"));
}
