use memscope::scope;
use memscope::source::Source;

fn on(source: impl Source) {
    scope!(cx, from = source);
    scope!(other, from = &source);
    cx.alloc(*other.alloc(7));
}

fn main() {}
