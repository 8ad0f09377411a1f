use memscope::scope;
use std::thread::Scope;

fn spawn<'scope>(threads: &'scope Scope<'scope, '_>, f: impl FnOnce() + Send + 'scope) {
    threads.spawn(f);
}

fn main() {
    scope!(cx);
    std::thread::scope(|threads| {
        spawn(threads, move || {
            cx.alloc(7);
        });
    });
}
