use memscope::scope;

fn main() {
    cx.alloc(7);
    scope!(cx);
}
