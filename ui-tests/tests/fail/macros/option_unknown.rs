use memscope::scope;

fn main() {
    scope!(cx, size = 64);
    cx.alloc(7);
}
