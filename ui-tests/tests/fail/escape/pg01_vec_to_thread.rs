use memscope::{scope, vec_in};

fn spawn(f: impl FnOnce() + Send + 'static) {
    std::thread::spawn(f);
}

fn main() {
    scope!(cx);
    let numbers = vec_in![cx; 1, 2].into_boxed_slice();
    spawn(move || println!("{}", numbers.len()));
}
