use memscope::scope;
use memscope::source::Source;

fn on(source: impl Source) {
    scope!(cx, from = &source);
    drop(source);
    cx.alloc(7);
}

fn main() {}
