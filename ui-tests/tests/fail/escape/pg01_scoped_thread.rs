use memscope::scope;
use std::thread::Scope;

fn spawn<'scope>(threads: &'scope Scope<'scope, '_>, f: impl FnOnce() + Send + 'scope) {
    threads.spawn(f);
}

fn main() {
    std::thread::scope(|threads| {
        scope!(cx);
        let number = cx.alloc(7);
        spawn(threads, move || println!("{number}"));
    });
}
