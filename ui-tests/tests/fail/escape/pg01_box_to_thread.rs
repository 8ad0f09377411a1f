use memscope::scope;

fn spawn(f: impl FnOnce() + Send + 'static) {
    std::thread::spawn(f);
}

fn main() {
    scope!(cx);
    let name = cx.boxed(String::from("a name"));
    spawn(move || println!("{}", *name));
}
