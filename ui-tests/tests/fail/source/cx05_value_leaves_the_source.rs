use memscope::scope;
use memscope::source::Source;

fn on<'s>(source: &'s dyn Source) -> &'s str {
    scope!(cx, from = source);
    cx.alloc_str("text")
}

fn main() {}
