use memscope::scope;
use memscope::source::Source;

fn on(make: impl FnOnce() -> Box<dyn Source>) {
    let borrowed: &dyn Source;
    {
        let source = make();
        borrowed = &*source;
    }
    scope!(cx, from = borrowed);
    cx.alloc(7);
}

fn main() {}
