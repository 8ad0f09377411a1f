use memscope::scope;
use memscope::source::Source;

fn on(source: &dyn Source) {
    scope!(cx, from = source, from = source);
    cx.alloc(7);
}

fn main() {}
