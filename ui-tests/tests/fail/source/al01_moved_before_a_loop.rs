use memscope::scope;
use memscope::source::Source;

fn on(source: impl Source) -> ! {
    scope!(cx, from = &source);
    let value = cx.alloc(7);
    drop(source);
    loop {
        *value = 8;
    }
}

fn main() {}
