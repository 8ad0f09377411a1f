use memscope::scope;

fn main() {
    scope!(cx, limit = -1);
    cx.alloc(7);
}
