use memscope::scope;

fn main() {
    scope!(cx, limit = 64, limit = 128);
    cx.alloc(7);
}
