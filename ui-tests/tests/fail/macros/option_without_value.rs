use memscope::scope;

fn main() {
    scope!(cx, limit);
    cx.alloc(7);
}
