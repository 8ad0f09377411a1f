use memscope::scope;

fn main() {
    scope!(cx in cx);
    cx.alloc(7);
}
