use memscope::{error_in, scope};

fn on_a_thread(f: impl FnOnce() + Send + 'static) {
    std::thread::spawn(f);
}

fn main() {
    scope!(cx);
    let error = error_in!(cx, "row {} is empty", 7);
    on_a_thread(move || println!("{error}"));
}
