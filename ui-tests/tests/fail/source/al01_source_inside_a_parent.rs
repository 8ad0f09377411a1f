use memscope::scope;
use memscope::source::Source;

fn on(source: &dyn Source) {
    scope!(cx);
    scope!(tmp in cx, from = source);
    tmp.alloc(7);
}

fn main() {}
