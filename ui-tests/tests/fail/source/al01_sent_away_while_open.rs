use memscope::scope;
use memscope::source::Source;

fn on(source: impl Source + Send + 'static) {
    scope!(cx, from = &source);
    std::thread::spawn(move || drop(source));
    cx.alloc(7);
}

fn main() {}
