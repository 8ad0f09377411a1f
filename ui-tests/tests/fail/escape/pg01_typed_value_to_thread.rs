use memscope::scope;

fn spawn(f: impl FnOnce() + Send + 'static) {
    std::thread::spawn(f);
}

fn main() {
    scope!(names: String);
    let name = names.alloc(String::from("a name"));
    spawn(move || println!("{name}"));
}
