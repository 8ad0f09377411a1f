use memscope::scope;
use memscope::source::Source;

fn on(mut source: impl Source, grow: impl FnOnce(&mut dyn Source)) {
    scope!(cx, from = &source);
    grow(&mut source);
    cx.alloc(7);
}

fn main() {}
