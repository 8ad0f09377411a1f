use memscope::scope;
use memscope::source::Source;

fn on(source: &dyn Source) {
    scope!(nodes: u8, from = source);
    nodes.alloc(7);
}

fn main() {}
